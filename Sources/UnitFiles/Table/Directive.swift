/// One directive of systemd's unit files, or of ours: where it stands, and whether this version carries it out.
/// What it is for is told in castellan.unit(5) and castellan.exec(5).
package struct Directive: Hashable, Sendable {
    package enum Section: String, CaseIterable, Sendable {
        case unit = "Unit"
        case service = "Service"
        case install = "Install"
        case socket = "Socket"
        case timer = "Timer"
        case path = "Path"
        case slice = "Slice"
        case castellan = "X-Castellan"
        case manager = "Manager"
    }

    package enum Support: Hashable, Sendable {
        /// Has its meaning in this version.
        case supported
        /// Wanted, and to come.
        case notEnforcedYet
        /// Known, and not planned.
        case notSupported
    }

    package let section: Section
    package let key: String
    package let support: Support
    /// Takes privilege or resources away from the service, or decides who it is: an assignment that is not
    /// understood must not be left out.
    package let restrictsPrivilege: Bool

    init(_ section: Section, _ key: String, _ support: Support, restricts: Bool = false) {
        self.section = section
        self.key = key
        self.support = support
        self.restrictsPrivilege = restricts
    }
}
