/// What of the kernel, beside its files, a unit's processes are to leave alone.
package struct KernelProtection: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `ProtectKernelTunables=`.
    package static let tunables = KernelProtection(rawValue: 1)
    /// `ProtectKernelModules=`.
    package static let modules = KernelProtection(rawValue: 2)
    /// `ProtectKernelLogs=`.
    package static let logs = KernelProtection(rawValue: 4)
    /// `ProtectClock=`.
    package static let clock = KernelProtection(rawValue: 8)
    /// `ProtectControlGroups=`.
    package static let controlGroups = KernelProtection(rawValue: 16)
    /// `ProtectHostname=yes`: no name can be set.
    package static let hostNames = KernelProtection(rawValue: 32)
    /// `ProtectHostname=private`, and with `yes` too: its names are its own.
    package static let ownHostNames = KernelProtection(rawValue: 64)
    /// `PrivateDevices=`: none but those that every program may need.
    package static let devices = KernelProtection(rawValue: 128)
}
