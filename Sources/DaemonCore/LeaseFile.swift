import LinuxSystem
import Wire

/// Which user id each unit with `DynamicUser=` had last, kept over boots: one frame of the exit journal's kind for each
/// id that came to belong to a unit, the latest last.
final class LeaseFile {
    private let path: String
    private let log: Log
    private var file: OpenJournal?

    init(path: String, log: Log) {
        self.path = path
        self.log = log
        do {
            file = try OpenJournal(path: path)
        } catch {
            log.warning(
                "\(path): \(error); which unit had which user id is remembered until the supervisor ends"
            )
        }
    }

    /// More frames than that, a few times the ids there are, and the file is written anew.
    private static let manyEntries = 20_000

    func entries() -> [(uid: UInt32, unit: String)] {
        guard let file else { return [] }
        do {
            let bytes = try file.descriptor.read(at: 0, count: Int(file.size))
            let entries = JournalReader.payloads(in: bytes).compactMap(LeaseFile.decode)
            if entries.count <= LeaseFile.manyEntries { return entries }
            return try rewritten(entries)
        } catch {
            log.warning("\(path): \(error)")
            return []
        }
    }

    /// Only the last word on each id.
    private func rewritten(_ entries: [(uid: UInt32, unit: String)]) throws(SystemError) -> [(
        uid: UInt32, unit: String
    )] {
        var seen: Set<UInt32> = []
        let current = Array(entries.reversed().filter { seen.insert($0.uid).inserted }.reversed())
        let new = try OpenJournal(path: path + ".new")
        for entry in current { try new.append(LeaseFile.encode(entry.uid, entry.unit)) }
        try StateFile.rename(path + ".new", to: path)
        file = new
        return current
    }

    func append(_ uid: UInt32, _ unit: String) {
        do {
            try file?.append(LeaseFile.encode(uid, unit))
        } catch {
            log.warning("\(path): \(error)")
        }
    }

    private static func encode(_ uid: UInt32, _ unit: String) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(uid)
        writer.write(unit)
        return JournalFrame.encode(writer.bytes)
    }

    private static func decode(_ payload: [UInt8]) -> (uid: UInt32, unit: String)? {
        var reader = ByteReader(payload)
        do {
            let uid = try reader.number(UInt32.self)
            let unit = try reader.string()
            try reader.finish()
            return (uid, unit)
        } catch {
            return nil
        }
    }
}
