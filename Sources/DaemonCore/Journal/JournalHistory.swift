import LinuxSystem
import ServiceModel

/// The records of a journal as they were at one moment, to be looked through in pieces, the newest first. Rotation does
/// not disturb it: it holds the files.
final class JournalHistory {
    private final class Source {
        let name: String
        let file: FileDescriptor
        var scan: JournalScan

        init(_ name: String) throws(SystemError) {
            self.name = name
            let opened = try StateFile.openForReading(name)
            scan = JournalScan(size: Int(try opened.size()))
            file = opened
        }
    }

    private let log: Log
    private var waiting: [UInt8]
    /// The newest last.
    private var sources: [Source] = []

    /// `waiting` are frames that are in no file yet.
    init(waiting: [UInt8], files: [String], log: Log) {
        self.waiting = waiting
        self.log = log
        for name in files.reversed() {
            do {
                sources.append(try Source(name))
            } catch {
                if error.errno != Errno.noEntry { log.warning("exit journal \(name): \(error)") }
            }
        }
    }

    /// Calls `body` with the records of the next piece until it returns false. Returns whether there are more, and they
    /// are wanted.
    func look(_ body: (ExitRecord) -> Bool) -> Bool {
        if !waiting.isEmpty {
            var scan = JournalScan(size: waiting.count, window: waiting.count)
            let bytes = waiting
            waiting = []
            return scan.take(bytes, body)
        }
        guard let source = sources.last else { return false }
        guard let part = source.scan.next else {
            sources.removeLast()
            return !sources.isEmpty
        }
        do {
            return source.scan.take(try source.file.read(at: part.lowerBound, count: part.count), body)
        } catch {
            log.warning("exit journal \(source.name): \(error)")
            sources.removeLast()
            return !sources.isEmpty
        }
    }
}
