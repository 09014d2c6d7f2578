/// One command of `ExecStart=` and its siblings.
package struct ExecCommand: Hashable, Sendable {
    /// How much of the unit's confinement applies to the command.
    package enum Privilege: UInt8, Sendable {
        /// All of it.
        case confined
        /// `!`: the user and group are not changed, capabilities not reduced; the rest holds.
        case keepsUser
        /// `!!`: like `!` where ambient capabilities do not exist; they always do here, so the same as
        /// confined.
        case keepsUserWithoutAmbient
        /// `+`: none of it.
        case full
    }

    /// Absolute, or a bare name looked up in the search path when the command starts.
    package let path: String
    /// The whole argument vector, `argv[0]` included.
    package let arguments: [String]
    /// `-`: a failure is recorded and counts as success.
    package let ignoresFailure: Bool
    /// False after `:`, which switches `$VAR` expansion off.
    package let expandsVariables: Bool
    package let privilege: Privilege

    package init(
        path: String,
        arguments: [String],
        ignoresFailure: Bool = false,
        expandsVariables: Bool = true,
        privilege: Privilege = .confined
    ) {
        self.path = path
        self.arguments = arguments
        self.ignoresFailure = ignoresFailure
        self.expandsVariables = expandsVariables
        self.privilege = privilege
    }
}
