import LinuxSystem
import ServiceModel

/// The record of every ended process, appended to a file that survives kill, a full disk and a torn last
/// write. Two files at most: the one written to, and the one before it.
final class ExitJournal {
    private let path: String
    private let log: Log
    private var maximumSize: UInt64
    private var file: OpenJournal?
    /// Encoded frames that could not be written yet, oldest first.
    private var waiting: [[UInt8]] = []
    /// Records given up because the disk stayed full.
    private(set) var lost = 0
    /// Said once, until the file can be opened again.
    private var hasFailedToOpen = false
    private var hasFailedToRotate = false
    private var hasFailedToClear = false

    /// How many records wait in memory for a full disk.
    private static let maximumWaiting = 1000

    init(path: String, maximumSize: UInt64, log: Log) {
        self.path = path
        self.maximumSize = maximumSize
        self.log = log
        reopen()
    }

    /// Whether every record so far is in the file.
    var isDurable: Bool { file != nil && waiting.isEmpty && lost == 0 }

    func limit(to size: UInt64) {
        maximumSize = size
    }

    func append(_ record: ExitRecord) {
        waiting.append(JournalFrame.encode(ExitRecordCodec.encode(record)))
        if waiting.count > ExitJournal.maximumWaiting {
            waiting.removeFirst()
            lost += 1
        }
        flush()
    }

    /// Writes what waits. A failure is said once, and tried again with the next record.
    func flush() {
        if file == nil { reopen() }
        while let frame = waiting.first {
            guard let file, write(frame, to: file) else { return }
            waiting.removeFirst()
        }
    }

    func sync() {
        guard let file else { return }
        do {
            try file.descriptor.syncData()
        } catch {
            log.warning("exit journal \(path): \(error)")
        }
    }

    private func write(_ frame: [UInt8], to file: OpenJournal) -> Bool {
        if file.size > maximumSize / 2 {
            rotate(file)
            guard let next = self.file else { return false }
            if next !== file { return write(frame, to: next) }
        }
        do {
            try file.append(frame)
        } catch {
            if !file.hasFailed { log.warning("exit journal \(path): \(error); records wait in memory") }
            file.hasFailed = true
            return false
        }
        file.hasFailed = false
        return true
    }

    private func rotate(_ full: OpenJournal) {
        do {
            try StateFile.rename(path, to: path + ".1")
            hasFailedToRotate = false
            file = nil
            reopen()
        } catch {
            if !hasFailedToRotate {
                log.warning("exit journal \(path): \(error); it is cleared whenever half of its size is used")
            }
            hasFailedToRotate = true
            clear(full)
        }
    }

    /// The newest records count for more than those that make the file too large.
    private func clear(_ full: OpenJournal) {
        do {
            try full.clear()
        } catch {
            if !hasFailedToClear { log.warning("exit journal \(path): \(error)") }
            hasFailedToClear = true
        }
    }

    private func reopen() {
        do {
            let opened = try OpenJournal(path: path)
            if opened.droppedBytes > 0 {
                log.warning(
                    "exit journal \(path): dropped \(opened.droppedBytes) bytes of a torn last record"
                )
            }
            if opened.damagedBytes > 0 {
                log.warning(
                    "exit journal \(path): \(opened.damagedBytes) bytes of it are damaged; records there are lost"
                )
            }
            file = opened
            hasFailedToOpen = false
        } catch {
            if !hasFailedToOpen { log.warning("exit journal \(path): \(error); records wait in memory") }
            hasFailedToOpen = true
        }
    }

    /// The newest records first, until `body` returns false or there are no more.
    func newestFirst(_ body: (ExitRecord) -> Bool) {
        let history = history()
        while history.look(body) {}
    }

    /// All records there are now.
    func history() -> JournalHistory {
        JournalHistory(waiting: Array(waiting.joined()), files: [path, path + ".1"], log: log)
    }
}
