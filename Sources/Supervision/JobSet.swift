/// The jobs that have not ended. A start and a restart may stand side by side, since both wait for the service
/// to be up; a stop excludes them, and a reload stands alone.
struct JobSet: OptionSet, Hashable, Sendable {
    let rawValue: UInt8

    init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    init(_ kind: JobKind) {
        self.init(rawValue: 1 << kind.rawValue)
    }
}
