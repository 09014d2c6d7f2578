/// A system call that failed: which one, and why.
package struct SystemError: Error, Equatable, Sendable {
    /// The call's name as in section 2 of the manual.
    package let call: String

    /// The error number, positive.
    package let errno: Int32

    package init(call: String, errno: Int32) {
        self.call = call
        self.errno = errno
    }
}

extension SystemError: CustomStringConvertible {
    package var description: String { "\(call): \(ErrorName.text(errno))" }
}

/// Passes a result on, or throws when a `cl_` function returned a negated errno.
package func check(_ call: String, _ result: Int32) throws(SystemError) -> Int32 {
    if result < 0 { throw SystemError(call: call, errno: -result) }
    return result
}

/// Passes a count on, or throws when a `cl_` function returned a negated errno.
package func check(_ call: String, _ result: Int) throws(SystemError) -> Int {
    if result < 0 { throw SystemError(call: call, errno: Int32(-result)) }
    return result
}
