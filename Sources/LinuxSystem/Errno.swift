import Glibc

/// The error numbers that code decides by.
package enum Errno {
    package static let interrupted = EINTR
    package static let wouldBlock = EAGAIN
    package static let noMemory = ENOMEM
    package static let tooManyOpenFiles = EMFILE
    package static let fileTableFull = ENFILE
    package static let noEntry = ENOENT
    package static let exists = EEXIST
    package static let noProcess = ESRCH
    package static let noChild = ECHILD
    package static let notPermitted = EPERM
    package static let accessDenied = EACCES
    package static let notEmpty = ENOTEMPTY
    package static let busy = EBUSY
    package static let range = ERANGE
    package static let inUse = EADDRINUSE
    package static let noSpace = ENOSPC
    package static let readOnly = EROFS
    package static let brokenPipe = EPIPE
    package static let connectionReset = ECONNRESET
    package static let messageTooLong = EMSGSIZE
    package static let notSupported = EOPNOTSUPP
    package static let invalid = EINVAL
    package static let noSystemCall = ENOSYS
    package static let fileTooLarge = EFBIG
    package static let illegalSequence = EILSEQ
    package static let notDirectory = ENOTDIR
    package static let isDirectory = EISDIR
    package static let notExecutable = ENOEXEC
    package static let tooManyLinks = ELOOP
    package static let hardLinked = EMLINK
    package static let crossesDevice = EXDEV
    package static let noDevice = ENXIO
    package static let badMessage = EBADMSG
    package static let notRecoverable = ENOTRECOVERABLE

    /// Whether a spawn that failed so may succeed a moment later: the host is short of something, the
    /// service is not to blame.
    package static func isShortage(_ errno: Int32) -> Bool {
        errno == wouldBlock || errno == noMemory || errno == tooManyOpenFiles || errno == fileTableFull
    }
}
