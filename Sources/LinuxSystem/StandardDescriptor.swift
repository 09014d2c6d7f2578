import CLinux

/// Descriptors 0, 1 and 2, which belong to the process and to no owner in it.
package enum StandardDescriptor {
    /// The same open file under a second number, inherited by the program executed next.
    package static func duplicate(_ number: Int32, to other: Int32) throws(SystemError) {
        precondition(
            (0...2).contains(number) && (0...2).contains(other),
            "only the standard descriptors are nobody's"
        )
        _ = try check("dup2", cl_duplicate_onto(number, other))
    }

    /// Takes from descriptor 1 or 2 what output does not need, for whoever inherits it: a terminal can then not be read,
    /// and a file is written at its end only.
    package static func narrow(_ number: Int32) throws(SystemError) {
        precondition((1...2).contains(number), "only the standard outputs are nobody's")
        _ = try check("open", cl_narrow_output(number))
    }

    /// The same file with an owner, to write to without being held up: a pipe or device is opened anew and does not
    /// block, which one that other processes hold cannot be set to for itself.
    package static func unshared(_ number: Int32) throws(SystemError) -> FileDescriptor {
        FileDescriptor(owning: try check("dup", cl_open_unshared(number)))
    }

    /// A last word on standard error, for whoever reads it; that it cannot be written is nobody's concern any more.
    package static func say(_ text: String) {
        let bytes = Array(text.utf8)
        _ = unsafe bytes.withUnsafeBytes { buffer -> Int in
            guard let base = buffer.baseAddress else { return 0 }
            return unsafe cl_write(2, base, buffer.count)
        }
    }
}
