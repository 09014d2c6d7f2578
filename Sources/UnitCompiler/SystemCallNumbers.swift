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

    /// Those that only x86-64 has.
    static let recentOnAMD64: [String: Int32] = ["uretprobe": 335, "uprobe": 336]
}
