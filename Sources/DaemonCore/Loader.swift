import ControlProtocol
import EventLoop
import LinuxSystem
import ServiceModel

/// What is to be compiled.
enum LoadScope: Equatable {
    /// All units: they take the place of what is there.
    case everything
    /// These instances of templates beside what is there, which stays as it is.
    case instances([String])
}

/// A load that somebody waits for, or nobody.
struct LoadRequest {
    let scope: LoadScope
    /// Called with what changed, or with a sentence about why nothing did.
    var answers: [(ReloadOutcome) -> Void]
}

/// A run of supervisor-load: where it writes, and what it was asked for.
final class Loader {
    let pid: Int32
    let output: MemoryFileHolder
    let deadline: DeadlineQueue.Alarm
    let request: LoadRequest
    let startedAt: WallTime

    init(
        pid: Int32,
        output: MemoryFileHolder,
        deadline: DeadlineQueue.Alarm,
        request: LoadRequest,
        startedAt: WallTime
    ) {
        self.pid = pid
        self.output = output
        self.deadline = deadline
        self.request = request
        self.startedAt = startedAt
    }
}

/// Holds the loader's output file until it is taken over.
final class MemoryFileHolder {
    private var file: MemoryFile?

    init(_ file: consuming MemoryFile) {
        self.file = consume file
    }

    func take() -> MemoryFile? {
        var taken: MemoryFile?
        swap(&taken, &file)
        return taken
    }
}

/// What a load changed, by name.
enum ReloadOutcome {
    case changed(added: [String], changed: [String], removed: [String])
    /// Instances were loaded; those that cannot be started, and why, are not kept.
    case added(refused: [String: UnitResult])
    case failed(String)
}
