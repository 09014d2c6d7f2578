import CLinux

/// A BPF program for cgroups, loaded and not yet attached. Corresponds to `bpf(2)`.
package struct GroupProgram: ~Copyable {
    /// When the kernel asks it.
    package enum Hook: CaseIterable, Sendable {
        case device, ingress, egress, bind4, bind6

        /// `BPF_PROG_TYPE_CGROUP_DEVICE`, `_SKB`, `_SOCK_ADDR`.
        fileprivate var type: UInt32 {
            switch self {
            case .device: 15
            case .ingress, .egress: 8
            case .bind4, .bind6: 18
            }
        }

        /// `BPF_CGROUP_DEVICE`, `_INET_INGRESS`, `_INET_EGRESS`, `_INET4_BIND`, `_INET6_BIND`.
        fileprivate var attachment: UInt32 {
            switch self {
            case .device: 6
            case .ingress: 0
            case .egress: 1
            case .bind4: 8
            case .bind6: 9
            }
        }
    }

    private let descriptor: FileDescriptor
    private let hook: Hook

    /// `instructions` are `struct bpf_insn`. `EPERM` without CAP_BPF and CAP_NET_ADMIN; `EINVAL` or `EACCES` where the
    /// kernel finds that it could do harm.
    package init(_ hook: Hook, _ instructions: [UInt64]) throws(SystemError) {
        let result = unsafe cl_load_group_program(
            hook.type,
            hook.attachment,
            instructions,
            instructions.count
        )
        descriptor = FileDescriptor(owning: try check("bpf", result))
        self.hook = hook
    }

    /// To a cgroup's directory, beside those that are attached already. It stays for as long as the cgroup does.
    package func attach(to group: String) throws(SystemError) {
        let directory = FileDescriptor(owning: try check("open", unsafe cl_open_directory(group)))
        _ = try check(
            "bpf",
            cl_attach_group_program(directory.rawValue, descriptor.rawValue, hook.attachment)
        )
    }

    /// Whether one that lets everything through can be loaded here.
    package static func canLoad(_ hook: Hook) -> Bool {
        do {
            // r0 = 1; exit
            _ = try GroupProgram(hook, [0x1_0000_00b7, 0x95])
            return true
        } catch {
            return false
        }
    }
}
