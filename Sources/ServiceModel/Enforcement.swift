/// What became of a directive: nothing a unit asks for is dropped without one of these.
package enum Enforcement: Hashable, Sendable {
    /// Holds, by the named mechanism (`uid`, `capabilities`, `seccomp`, `rlimit`, `chroot`, …).
    case enforced(by: String)
    /// Holds except for the gap.
    case emulated(by: String, gap: String)
    /// Cannot hold on this host; the sentence says why. Stops the start unless the unit is best-effort.
    case refused(reason: String)
    /// Known and wanted, but this version does not carry it out.
    case notEnforcedYet
    /// Known and not planned.
    case notSupported
}
