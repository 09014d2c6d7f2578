import EventLoop
import LinuxSystem

/// A run of supervisor-load: where it writes, and who waits for it.
final class Loader {
    let pid: Int32
    let output: MemoryFileHolder
    /// Called with what changed, or with a sentence about why nothing did.
    let answer: ((ReloadOutcome) -> Void)?
    let deadline: DeadlineQueue.Alarm
    /// Asked for while this run was under way: the files may have changed behind its back.
    var isOutdated = false
    var laterAnswers: [(ReloadOutcome) -> Void] = []

    init(
        pid: Int32,
        output: MemoryFileHolder,
        deadline: DeadlineQueue.Alarm,
        answer: ((ReloadOutcome) -> Void)?
    ) {
        self.pid = pid
        self.output = output
        self.deadline = deadline
        self.answer = answer
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

/// What a reload changed, by name.
enum ReloadOutcome {
    case changed(added: [String], changed: [String], removed: [String])
    case failed(String)
}
