import LinuxSystem
import ServiceModel

/// A process named for good by a descriptor, whether or not it is a child of ours.
final class ProcessHandle {
    private let descriptor: FileDescriptor

    /// Nil when no process has the pid.
    init?(pid: Int32) throws(SystemError) {
        do {
            descriptor = try ProcessControl.open(pid: pid)
        } catch {
            guard Errno.isShortage(error.errno) else { return nil }
            throw error
        }
    }

    /// A process that has ended meanwhile needs no signal. One that was stopped must run to take it.
    func signal(_ signal: Signal) {
        do {
            try ProcessControl.signal(descriptor, signal.number)
            if signal.mustWake { try ProcessControl.signal(descriptor, Signal.continue.number) }
        } catch {
            return
        }
    }
}

extension Signal {
    /// Whether a stopped process would not notice the signal until it is continued.
    var mustWake: Bool { self != .kill && self != .continue && self != .stop }
}
