/// What the kernel does with a system call.
package enum FilterAction: Hashable, Sendable {
    case allow
    /// Allowed, and noted in the kernel's log.
    case log
    /// The whole process ends with SIGSYS.
    case kill
    /// The call fails with the error number.
    case errno(UInt16)

    /// "There is no such call": what a program is told that should fall back to an older one.
    package static let notImplemented = FilterAction.errno(38)

    package var isDenial: Bool {
        switch self {
        case .allow, .log: false
        case .kill, .errno: true
        }
    }
}
