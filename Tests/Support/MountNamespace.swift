import Glibc
import LinuxSystem

/// A mount namespace of a thread's own.
package enum MountNamespace {
    /// Runs the body on a thread that ends with it, and with the thread what it has mounted.
    package static func with(_ body: () throws -> Void) throws {
        try withoutActuallyEscaping(body) { body in
            let work = Work(body)
            var thread = pthread_t()
            let result = pthread_create(
                &thread,
                nil,
                { work in
                    if let work { Unmanaged<Work>.fromOpaque(work).takeUnretainedValue().run() }
                    return nil
                },
                Unmanaged.passUnretained(work).toOpaque()
            )
            guard result == 0 else { throw SystemError(call: "pthread_create", errno: result) }
            pthread_join(thread, nil)
            work.drop()
            if let failure = work.failure { throw failure }
        }
    }

    private final class Work {
        private var body: () throws -> Void
        private(set) var failure: (any Error)?

        init(_ body: @escaping () throws -> Void) { self.body = body }

        /// Lets go of what must not be kept.
        func drop() { body = {} }

        func run() {
            do {
                try unshare()
                guard mount("none", "/", nil, UInt(MS_REC) | UInt(MS_PRIVATE), nil) == 0 else {
                    throw SystemError(call: "mount", errno: errno)
                }
                try body()
            } catch {
                failure = error
            }
        }

        /// Glibc's module leaves `unshare(2)` out.
        private func unshare() throws {
            typealias Function = @convention(c) (Int32) -> Int32
            let (cloneFilesystem, cloneMounts): (Int32, Int32) = (0x200, 0x20000)
            guard let symbol = dlsym(nil, "unshare") else { throw SystemError(call: "dlsym", errno: 0) }
            // A root and a working directory that other threads share could not be taken along.
            guard unsafeBitCast(symbol, to: Function.self)(cloneFilesystem | cloneMounts) == 0 else {
                throw SystemError(call: "unshare", errno: errno)
            }
        }
    }
}
