import LinuxSystem
import ServiceModel

/// A process named for good by a descriptor, whether or not it is a child of ours.
final class ProcessHandle {
    private let descriptor: FileDescriptor

    /// Nil when no process has the pid: one has ended, or it names a thread that is not the first of its process.
    init?(pid: Int32) throws(SystemError) {
        do {
            descriptor = try ProcessControl.open(pid: pid)
        } catch {
            guard [Errno.noProcess, Errno.noEntry, Errno.invalid].contains(error.errno) else { throw error }
            return nil
        }
    }

    /// A process that has ended meanwhile needs no signal. One that was stopped must run to take it.
    func signal(_ signal: Signal) throws(SystemError) {
        do {
            try ProcessControl.signal(descriptor, signal.number)
            if signal.mustWake { try ProcessControl.signal(descriptor, Signal.continue.number) }
        } catch {
            guard error.errno == Errno.noProcess else { throw error }
        }
    }

    /// Why no process can be named so, as under a filter that refuses `pidfd_open(2)`; nil where it is possible.
    static func obstacle(ownPid: Int32) -> SystemError? {
        do {
            _ = try ProcessControl.open(pid: ownPid)
            return nil
        } catch {
            return error
        }
    }
}

extension Signal {
    /// Whether a stopped process would not notice the signal until it is continued.
    var mustWake: Bool { self != .kill && self != .continue && self != .stop }
}
