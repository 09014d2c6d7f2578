import LinuxSystem
import ServiceModel

/// The processes of this pid namespace as /proc shows them at one moment.
struct ProcessTable {
    struct Entry: Hashable {
        let pid: Int32
        let parent: Int32
        let session: Int32
        /// In clock ticks since boot: tells two users of one pid apart.
        let startTime: UInt64
        let isZombie: Bool

        static func == (one: Entry, other: Entry) -> Bool {
            one.pid == other.pid && one.startTime == other.startTime
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(pid)
            hasher.combine(startTime)
        }
    }

    private(set) var entries: [Int32: Entry] = [:]
    /// False when /proc could not be read for want of a resource: what is not there may exist all the same.
    private(set) var isComplete = true
    private var children: [Int32: [Int32]] = [:]

    init() {
        do {
            for pid in try StateFile.numbers(in: "/proc") {
                guard let entry = ProcessTable.entry(of: pid) else { continue }
                entries[pid] = entry
                children[entry.parent, default: []].append(pid)
            }
        } catch {
            // Without /proc nothing but our own children is known; the caller sees an empty table.
            entries = [:]
            isComplete = !Errno.isShortage(error.errno)
        }
    }

    /// The process as it is now.
    static func entry(of pid: Int32) -> Entry? {
        do {
            return parse(try StateFile.contents("/proc/\(pid)/stat", upTo: 4096), pid: pid)
        } catch {
            return nil
        }
    }

    /// Reads `proc_pid_stat(5)`. The command name stands in parentheses and may hold anything, parentheses
    /// too, so the fields are counted from the last one.
    static func parse(_ bytes: [UInt8], pid: Int32) -> Entry? {
        guard let end = bytes.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let fields = bytes[(end + 1)...].split(separator: UInt8(ascii: " "), maxSplits: 20)
        guard fields.count > 19, let parent = number(fields[1]), let session = number(fields[3]),
            let startTime = number(fields[19])
        else { return nil }
        return Entry(
            pid: pid,
            parent: Int32(truncatingIfNeeded: parent),
            session: Int32(truncatingIfNeeded: session),
            startTime: startTime,
            isZombie: fields[0].elementsEqual([UInt8(ascii: "Z")])
        )
    }

    /// Whether a process that was forked has executed a program since; nil where that cannot be known. Holds for one
    /// that has ended, too, until it is reaped. Reads the flags of `proc_pid_stat(5)`.
    static func hasExecuted(_ pid: Int32) -> Bool? {
        /// PF_FORKNOEXEC in the kernel's sources: set by fork, taken away by exec before descriptors close.
        let forkedOnly: UInt64 = 0x40
        do {
            let bytes = try StateFile.contents("/proc/\(pid)/stat", upTo: 4096)
            guard let end = bytes.lastIndex(of: UInt8(ascii: ")")) else { return nil }
            let fields = bytes[(end + 1)...].split(separator: UInt8(ascii: " "), maxSplits: 8)
            guard fields.count > 6, let flags = number(fields[6]) else { return nil }
            return flags & forkedOnly == 0
        } catch {
            return nil
        }
    }

    /// Read byte by byte: a look at a busy host reads thousands of these lines.
    private static func number(_ digits: ArraySlice<UInt8>) -> UInt64? {
        guard !digits.isEmpty, digits.count < 20 else { return nil }
        var value: UInt64 = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            value = value * 10 + UInt64(digit - 0x30)
        }
        return value
    }

    /// In bytes, 0 when it cannot be known. Reads `proc_pid_statm(5)`, whose second number counts pages of
    /// 4 096 bytes.
    static func residentSet(of pid: Int32) -> UInt64 {
        do {
            let fields = String(
                decoding: try StateFile.contents("/proc/\(pid)/statm", upTo: 256),
                as: UTF8.self
            )
            .fields(at: " ")
            guard fields.count > 1, let pages = UInt64(fields[1]) else { return 0 }
            return pages * 4096
        } catch {
            return 0
        }
    }

    func children(of pid: Int32) -> [Int32] { children[pid] ?? [] }

    /// The given processes and everything below them.
    func closure(of roots: some Sequence<Int32>) -> Set<Int32> {
        var found: Set<Int32> = []
        var open = Array(roots)
        while let pid = open.popLast() {
            guard entries[pid] != nil, found.insert(pid).inserted else { continue }
            open += children(of: pid)
        }
        return found
    }
}
