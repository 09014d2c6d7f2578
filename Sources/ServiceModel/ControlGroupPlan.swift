/// What is done to a unit's cgroup before its first process is in it.
package struct ControlGroupPlan: Hashable, Sendable {
    /// A text for one of the cgroup's files.
    package struct Setting: Hashable, Sendable {
        /// Of the unit's file, for whom a failure is told: `MemoryMax`.
        package let directive: String
        /// `memory.max`
        package let file: String
        package let value: String
        /// A block device, or a file on one, whose numbers (`8:0 `) go before the value.
        package let device: String?

        package init(directive: String, file: String, value: String, device: String? = nil) {
            self.directive = directive
            self.file = file
            self.value = value
            self.device = device
        }
    }

    /// `memory`, `cpu`: those that the files are of, and those that count what is used. Each once.
    package var controllers: [String] = []
    /// In the order in which they are written.
    package var settings: [Setting] = []
    package var programs: [ControlGroupProgram] = []

    package init() {}

    package var isEmpty: Bool { controllers.isEmpty && settings.isEmpty && programs.isEmpty }
}
