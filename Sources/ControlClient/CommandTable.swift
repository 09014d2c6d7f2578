/// Every command of the client. Help, completion and the parser read this one table; what only the shells'
/// completions call, only the parser knows.
enum CommandTable {
    static let all: [CommandDescription] =
        StatusCommands.table + ChangeCommands.table + SignalCommands.table + UnitCommands.table
        + HistoryCommand.table + VerifyCommand.table + SecurityCommand.table
        + DaemonCommands.table + HelpCommand.table

    /// Supervisor's commands that have no place here.
    static let absent = [
        "tail", "maintail", "fg", "clear", "avail", "reread", "update", "add", "remove", "open",
    ]

    static func command(_ name: String) -> CommandDescription? {
        (all + CompleteCommand.table).first { $0.name == (name == "?" ? "help" : name) }
    }
}
