import CLinux

/// Error numbers as people read them.
package enum ErrorName {
    /// The C library's sentence for an error number, such as "Permission denied".
    package static func text(_ errno: Int32) -> String {
        unsafe String(cString: cl_error_text(errno))
    }
}
