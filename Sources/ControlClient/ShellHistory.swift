import LinuxSystem
import ServiceModel

/// The lines typed before, kept in a file of the user's own. Without a place for it they last as long as the shell.
struct ShellHistory {
    private(set) var lines: [String] = []
    private let path: String?

    static let limit = 1000
    private static let largestFile = 1 << 20

    init(_ options: ClientOptions, _ environment: ClientEnvironment) {
        path = options.historyFile ?? ShellHistory.place(environment)
        guard let path else { return }
        do {
            let bytes = try StateFile.contents(path, upTo: ShellHistory.largestFile)
            let text = String(decoding: bytes, as: UTF8.self)
            lines = text.fields(at: "\n").suffix(ShellHistory.limit).map(String.init)
        } catch {
            return
        }
    }

    private static func place(_ environment: ClientEnvironment) -> String? {
        // A home that does not exist, as of Debian's nobody, is not made.
        let home = environment.home.flatMap { ClientFile.exists($0) ? $0 : nil }
        let state = environment.stateHome ?? home.map { $0 + "/.local/state" }
        guard let state, state.begins(with: "/") else { return nil }
        return state + "/castellan/supervisorctl-history"
    }

    mutating func add(_ text: String) {
        let end = text.lastIndex { !$0.isWhitespace }
        let line = end.map { String(text[...$0]) } ?? ""
        guard !line.isEmpty, line != lines.last else { return }
        lines.append(line)
        if lines.count > ShellHistory.limit { lines.removeFirst(lines.count - ShellHistory.limit) }
        save()
    }

    /// A history that cannot be kept is no reason to trouble anybody.
    private func save() {
        guard let path else { return }
        do {
            if let slash = path.lastPosition(of: "/"), slash != path.startIndex {
                try StateFile.makeDirectories(String(path[..<slash]), mode: 0o700)
            }
            let text = lines.map { $0 + "\n" }.joined()
            try ClientFile.replace(path, with: Array(text.utf8), mode: 0o600)
        } catch {
            return
        }
    }
}
