import CLinux

/// The process's own memory.
package enum Memory {
    /// Gives freed memory back to the kernel after something large is done with.
    package static func trim() { cl_trim_memory() }
}
