import LinuxSystem

/// The variables of the caller's environment that this program reads.
struct ClientEnvironment {
    let home: String?
    let stateHome: String?
    let runtimeFolder: String?
    let terminal: String
    private let refusesColour: Bool

    init() {
        let entries = OwnProcess.environment
        func value(_ name: String) -> String? {
            entries.first { $0.name == name }.map(\.value).flatMap { $0.isEmpty ? nil : $0 }
        }
        home = value("HOME")
        stateHome = value("XDG_STATE_HOME")
        runtimeFolder = value("XDG_RUNTIME_DIR")
        terminal = value("TERM") ?? "dumb"
        refusesColour = value("NO_COLOR") != nil
    }

    /// Whether the terminal understands the escape sequences that every terminal since the VT100 does.
    var understandsEscapes: Bool { terminal != "dumb" }

    var permitsColour: Bool { understandsEscapes && !refusesColour }
}
