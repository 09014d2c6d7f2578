/// System calls newer than the libseccomp we build with. Without them a filter that denies one would leave it
/// open. From 424 on a call has the same number on every architecture.
enum SystemCallNumbers {
    static let recent: [String: Int32] = [
        "cachestat": 451, "fchmodat2": 452, "map_shadow_stack": 453, "futex_wake": 454, "futex_wait": 455,
        "futex_requeue": 456, "statmount": 457, "listmount": 458, "lsm_get_self_attr": 459,
        "lsm_set_self_attr": 460, "lsm_list_modules": 461, "mseal": 462, "setxattrat": 463, "getxattrat": 464,
        "listxattrat": 465, "removexattrat": 466, "open_tree_attr": 467, "file_getattr": 468,
        "file_setattr": 469,
        "listns": 470, "rseq_slice_yield": 471,
    ]

    /// What i386 also reaches through one call, from its `linux/net.h` and `linux/ipc.h`.
    static let multiplexed: [String: [String]] = [
        "socketcall": [
            "socket", "bind", "connect", "listen", "accept", "getsockname", "getpeername", "socketpair",
            "send", "recv", "sendto", "recvfrom", "shutdown", "setsockopt", "getsockopt", "sendmsg",
            "recvmsg", "accept4", "recvmmsg", "sendmmsg",
        ],
        "ipc": interprocess.map(\.name),
    ]

    /// The subcalls of `ipc`.
    static let interprocess: [(name: String, number: UInt64)] = [
        ("semop", 1), ("semget", 2), ("semctl", 3), ("semtimedop", 4), ("msgsnd", 11), ("msgrcv", 12),
        ("msgget", 13), ("msgctl", 14), ("shmat", 21), ("shmdt", 22), ("shmget", 23), ("shmctl", 24),
    ]

    /// Those that only x86-64 has.
    static let recentOnAMD64: [String: Int32] = ["uretprobe": 335, "uprobe": 336]
}
