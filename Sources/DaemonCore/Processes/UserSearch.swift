import LinuxSystem
import ServiceModel

/// Whose processes there are. The kernel answers for real user ids; /proc has the others, and is read again when what it
/// said is no longer fresh: many units may ask within one moment.
final class UserSearch {
    /// Microseconds.
    private static let freshness: UInt64 = 10_000

    private let processes: String
    private var found = UserIDs()
    private var lookedAt: UInt64?
    /// Some processes could not be looked at for want of descriptors or memory.
    private var isIncomplete = false

    init(processes: String = "/proc") { self.processes = processes }

    /// Whether any process that has not ended has the id for its real, effective, saved or file-system user id. When
    /// the kernel will not say, it counts as having one.
    func hasProcess(_ uid: UInt32) -> Bool {
        let isListed: Bool
        do {
            isListed = try ProcessControl.userHasProcesses(uid)
        } catch {
            return true
        }
        let wasFresh = lookedAt.map { Clock.monotonic() - $0 <= UserSearch.freshness } ?? false
        if !wasFresh { look() }
        guard isIncomplete || found.has(uid, isListed: isListed) else { return false }
        // What the last run has left may have ended since.
        if wasFresh { look() }
        return isIncomplete || found.has(uid, isListed: isListed)
    }

    private func look() {
        found = UserIDs()
        isIncomplete = false
        do {
            for pid in try StateFile.numbers(in: processes) { note(pid) }
        } catch {
            // Without /proc real ids are all there is to go by.
            isIncomplete = Errno.isShortage(error.errno)
        }
        lookedAt = Clock.monotonic()
    }

    private func note(_ pid: Int32) {
        do {
            found.note(try StateFile.beginning(of: "\(processes)/\(pid)/status", upTo: 4096))
        } catch {
            // It ended meanwhile, as some always do, or is hidden from us.
            if Errno.isShortage(error.errno) { isIncomplete = true }
        }
    }
}

/// The user ids of the dynamic range that processes have, of those at work and of those that wait to be reaped.
struct UserIDs {
    private var working: Set<UInt32> = []
    private var ended: Set<UInt32> = []

    /// `isListed`: the kernel knows of a process with this real id. It does not tell those that have ended apart.
    func has(_ uid: UInt32, isListed: Bool) -> Bool {
        working.contains(uid) || isListed && !ended.contains(uid)
    }

    /// Takes in one process by its `status`, after `proc_pid_status(5)`.
    mutating func note(_ status: [UInt8]) {
        var ids: Set<UInt32> = []
        var isZombie = false
        var threads: Substring?
        for line in String(decoding: status, as: UTF8.self).fields(at: "\n") {
            let words = line.fields(at: "\t")
            switch words.first {
            case "Uid:": ids = Set(words.dropFirst().compactMap { UInt32($0) })
            case "State:": isZombie = words.count > 1 && words[1].begins(with: "Z")
            case "Threads:": threads = words.last
            default: continue
            }
        }
        ids = ids.filter(Identity.dynamicRange.contains)
        // A process whose first thread has ended is a zombie of which the others live on.
        if isZombie, threads == "1" { ended.formUnion(ids) } else { working.formUnion(ids) }
    }
}
