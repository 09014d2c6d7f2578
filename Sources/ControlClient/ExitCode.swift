/// Supervisor's exit statuses of `supervisorctl`.
enum ExitCode {
    static let success: Int32 = 0
    static let generic: Int32 = 1
    static let invalidArguments: Int32 = 2
    static let unimplemented: Int32 = 3
    static let unreachable: Int32 = 4
    static let notInstalled: Int32 = 5
    static let notRunning: Int32 = 7
}
