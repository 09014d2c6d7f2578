/// A set of Linux capabilities, bit n for capability number n.
package struct CapabilitySet: OptionSet, Hashable, Sendable {
    package let rawValue: UInt64

    package init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// Names by number, from `linux/capability.h` (Linux 5.9 to 6.18: 41 capabilities), lower case as libcap
    /// writes them.
    package static let names: [String] = [
        "cap_chown", "cap_dac_override", "cap_dac_read_search", "cap_fowner", "cap_fsetid", "cap_kill",
        "cap_setgid", "cap_setuid", "cap_setpcap", "cap_linux_immutable", "cap_net_bind_service",
        "cap_net_broadcast", "cap_net_admin", "cap_net_raw", "cap_ipc_lock", "cap_ipc_owner",
        "cap_sys_module",
        "cap_sys_rawio", "cap_sys_chroot", "cap_sys_ptrace", "cap_sys_pacct", "cap_sys_admin", "cap_sys_boot",
        "cap_sys_nice", "cap_sys_resource", "cap_sys_time", "cap_sys_tty_config", "cap_mknod", "cap_lease",
        "cap_audit_write", "cap_audit_control", "cap_setfcap", "cap_mac_override", "cap_mac_admin",
        "cap_syslog",
        "cap_wake_alarm", "cap_block_suspend", "cap_audit_read", "cap_perfmon", "cap_bpf",
        "cap_checkpoint_restore",
    ]

    /// Every capability this build knows.
    package static let all = CapabilitySet(rawValue: (1 << UInt64(names.count)) - 1)

    package static let setGID = CapabilitySet(rawValue: 1 << 6)
    package static let setUID = CapabilitySet(rawValue: 1 << 7)
    package static let setPCAP = CapabilitySet(rawValue: 1 << 8)
    package static let netAdmin = CapabilitySet(rawValue: 1 << 12)
    package static let sysModule = CapabilitySet(rawValue: 1 << 16)
    package static let sysChroot = CapabilitySet(rawValue: 1 << 18)
    package static let sysRawIO = CapabilitySet(rawValue: 1 << 17)
    package static let sysAdmin = CapabilitySet(rawValue: 1 << 21)
    package static let mknod = CapabilitySet(rawValue: 1 << 27)
    package static let sysResource = CapabilitySet(rawValue: 1 << 24)
    package static let sysTime = CapabilitySet(rawValue: 1 << 25)
    package static let syslog = CapabilitySet(rawValue: 1 << 34)
    package static let wakeAlarm = CapabilitySet(rawValue: 1 << 35)

    /// One capability by name, in any case. Nil for an unknown name.
    package init?(name: String) {
        guard let index = CapabilitySet.names.firstIndex(of: name.lowercased()) else { return nil }
        self.init(rawValue: 1 << UInt64(index))
    }

    /// The names in the set, in number order; numbers without a name are left out.
    package var memberNames: [String] {
        CapabilitySet.names.indices.filter { rawValue & (1 << UInt64($0)) != 0 }.map {
            CapabilitySet.names[$0]
        }
    }
}
