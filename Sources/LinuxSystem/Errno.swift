import CLinux

/// The error numbers that code decides by.
package enum Errno {
    package static let interrupted = CL_EINTR
    package static let wouldBlock = CL_EAGAIN
    package static let noMemory = CL_ENOMEM
    package static let tooManyOpenFiles = CL_EMFILE
    package static let fileTableFull = CL_ENFILE
    package static let noEntry = CL_ENOENT
    package static let exists = CL_EEXIST
    package static let noChild = CL_ECHILD
    package static let notPermitted = CL_EPERM
    package static let accessDenied = CL_EACCES
    package static let notEmpty = CL_ENOTEMPTY
    package static let busy = CL_EBUSY
    package static let range = CL_ERANGE
    package static let noSpace = CL_ENOSPC
    package static let readOnly = CL_EROFS
    package static let brokenPipe = CL_EPIPE
    package static let connectionRefused = CL_ECONNREFUSED
    package static let connectionReset = CL_ECONNRESET
    package static let notSupported = CL_EOPNOTSUPP
    package static let invalid = CL_EINVAL
    package static let noSystemCall = CL_ENOSYS
    package static let fileTooLarge = CL_EFBIG
    package static let illegalSequence = CL_EILSEQ
    package static let notDirectory = CL_ENOTDIR
    package static let isDirectory = CL_EISDIR
    package static let tooManyLinks = CL_ELOOP
    package static let hardLinked = CL_EMLINK
    package static let crossesDevice = CL_EXDEV
    package static let noDevice = CL_ENXIO
    package static let noProcess = CL_ESRCH
    package static let noBlockDevice = CL_ENOTBLK
    package static let noSuchDevice = CL_ENODEV
    package static let noData = CL_ENODATA
    package static let badMessage = CL_EBADMSG
    package static let notRecoverable = CL_ENOTRECOVERABLE

    /// Whether a spawn that failed so may succeed a moment later: the host is short of something, the
    /// service is not to blame.
    package static func isShortage(_ errno: Int32) -> Bool {
        errno == wouldBlock || errno == noMemory || errno == tooManyOpenFiles || errno == fileTableFull
    }
}
