/// The system call directives of a unit, groups still unresolved.
package struct SystemCallRequest: Hashable, Sendable {
    /// What happens to a call that is denied.
    package enum Denial: Hashable, Sendable {
        case kill
        /// An error number, 1 to 4095.
        case errno(UInt16)
    }

    /// One name of a filter line.
    package struct Entry: Hashable, Sendable {
        /// A system call or an `@group`.
        package let name: String
        /// From `name:errno` or `name:kill`.
        package let denial: Denial?
        /// Written on a line that began with `~`.
        package let isInverted: Bool
        package let location: SourceLocation?

        package init(name: String, denial: Denial?, isInverted: Bool, location: SourceLocation?) {
            self.name = name
            self.denial = denial
            self.isInverted = isInverted
            self.location = location
        }
    }

    /// In file order: the first decides between allow-list and deny-list, later lines add or remove. Empty:
    /// no filter.
    package var filter: [Entry] = []
    package var defaultDenial: Denial = .kill
    /// Words of `SystemCallArchitectures=`; empty: every architecture.
    package var architectures: [String] = []
    /// `SystemCallLog=`, in the manner of `filter`.
    package var log: [Entry] = []

    package init() {}

    package var isEmpty: Bool { filter.isEmpty && architectures.isEmpty && log.isEmpty }
}
