/// Why a command ends without having done what was asked: an exit status, a word for programs, lines for people.
struct CommandFailure: Error, Equatable {
    let status: Int32
    /// The member `error` of a JSON answer.
    let name: String
    let message: String
    /// Supervisor says some failures on standard output, among the lines of what worked.
    var isAnswer = false

    init(_ status: Int32, _ name: String, _ message: String) {
        self.status = status
        self.name = name
        self.message = message
    }

    static func usage(_ command: String, _ problem: String, status: Int32 = ExitCode.invalidArguments)
        -> CommandFailure
    {
        CommandFailure(
            status,
            "usage",
            "Error: \(command): \(problem)\nFor help, use 'supervisorctl help \(command)'"
        )
    }
}
