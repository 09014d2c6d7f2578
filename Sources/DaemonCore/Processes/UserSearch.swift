import LinuxSystem
import ServiceModel

/// Whose processes there are. The kernel answers for real user ids; /proc has the others, and is read again when what it
/// said is no longer fresh: many units may ask within one moment.
final class UserSearch {
    /// Microseconds.
    private static let freshness: UInt64 = 10_000

    private var found: Set<UInt32> = []
    private var lookedAt: UInt64?

    /// Whether any process has the id for its real, effective, saved or file-system user id. When the kernel will not
    /// say, it counts as having one.
    func hasProcess(_ uid: UInt32) -> Bool {
        do {
            if try ProcessControl.userHasProcesses(uid) { return true }
        } catch {
            return true
        }
        if lookedAt.map({ Clock.monotonic() - $0 > UserSearch.freshness }) ?? true { look() }
        return found.contains(uid)
    }

    private func look() {
        found = []
        do {
            for pid in try StateFile.numbers(in: "/proc") { found.formUnion(UserSearch.users(of: pid)) }
        } catch {
            // Without /proc real ids are all there is to go by.
            found = []
        }
        lookedAt = Clock.monotonic()
    }

    /// The ids of `proc_pid_status(5)` that are of the dynamic range.
    private static func users(of pid: Int32) -> [UInt32] {
        let bytes: [UInt8]
        do {
            bytes = try StateFile.contents("/proc/\(pid)/status", upTo: 4096)
        } catch {
            return []
        }
        guard
            let line = bytes.split(separator: UInt8(ascii: "\n")).first(where: {
                $0.starts(with: "Uid:".utf8)
            })
        else { return [] }
        return line.dropFirst(4).split(separator: UInt8(ascii: "\t")).compactMap {
            UInt32(String(decoding: $0, as: UTF8.self))
        }.filter(Identity.dynamicRange.contains)
    }
}
