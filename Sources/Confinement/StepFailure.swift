import LinuxSystem

/// Why a launch step could not be carried out: the error number, and the call and subject it came from.
struct StepFailure: Error, Equatable {
    let errno: Int32
    let detail: String

    init(errno: Int32, _ detail: String) {
        self.errno = errno
        self.detail = detail
    }

    init(_ error: SystemError, about subject: String) {
        self.errno = error.errno
        self.detail = subject.isEmpty ? error.call : "\(error.call) \(subject)"
    }
}

/// Runs system calls on a subject; a failure names it.
func about<Value: ~Copyable>(
    _ subject: @autoclosure () -> String,
    _ body: () throws(SystemError) -> Value
) throws(StepFailure) -> Value {
    do {
        return try body()
    } catch {
        throw StepFailure(error, about: subject())
    }
}
