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

    init(_ file: consuming MemoryFile) {
        self.file = file
    }

    func read(_ offset: Int, _ count: Int) -> [UInt8]? {
        do {
            return try file.descriptor.read(at: offset, count: count)
        } catch {
            return nil
        }
    }
}
