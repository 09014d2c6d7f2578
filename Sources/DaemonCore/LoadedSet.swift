import LinuxSystem
import ServiceModel
import UnitSet

/// A compiled set in its sealed file. Held by every unit that was loaded from it, and closed with the last.
final class LoadedSet {
    private let source: SetSource
    let reader: UnitSetReader
    /// When its files began to be read.
    let loadedAt: WallTime

    /// Seals the loader's file and checks its header.
    init(_ file: consuming MemoryFile, loadedAt: WallTime) throws(DaemonError) {
        self.loadedAt = loadedAt
        do {
            try file.seal()
        } catch {
            throw .system(error)
        }
        let source = SetSource(file)
        self.source = source
        do {
            reader = try UnitSetReader(read: source.read)
        } catch {
            throw .unreadable(error)
        }
    }
}

/// The reader's view of the file. A read that fails is answered with nothing, and the reader throws.
private final class SetSource {
    private let file: MemoryFile
    /// What was read last: a launch asks for the unit's record again and again, and many units have one plan. The file
    /// is sealed, so nothing of it changes.
    private var recent: [(offset: Int, bytes: [UInt8])] = []
    private var oldest = 0

    private static let remembered = 8
    /// Longer parts are read by themselves.
    private static let longest = 4096

    init(_ file: consuming MemoryFile) {
        self.file = file
    }

    func read(_ offset: Int, _ count: Int) -> [UInt8]? {
        for part in recent where part.offset == offset && part.bytes.count == count { return part.bytes }
        do {
            let bytes = try file.descriptor.read(at: offset, count: count)
            if count <= SetSource.longest { remember(offset, bytes) }
            return bytes
        } catch {
            return nil
        }
    }

    private func remember(_ offset: Int, _ bytes: [UInt8]) {
        if recent.count < SetSource.remembered {
            recent.append((offset, bytes))
        } else {
            recent[oldest] = (offset, bytes)
            oldest = (oldest + 1) % SetSource.remembered
        }
    }
}
