/// The types of unit that systemd's file names can end in. Castellan runs services; the others are named so
/// that a file of theirs is recognised and answered with a sentence.
package enum UnitKind: String, Sendable, CaseIterable {
    case service, socket, target, timer, path, slice, mount, automount, swap, device, scope
}
