import ControlProtocol
import LinuxSystem

/// How many bytes may wait for clients that do not read. The answer about ten thousand units, or records, is some three
/// million.
enum OutgoingQuota {
    static let ofOneUser = 16 << 20
    /// Of all together; for those who administer there is as much again.
    static let ofAll = 32 << 20

    /// What waits for one client.
    struct Claim {
        let uid: UInt32
        let isAdministrator: Bool
        let waiting: Int
    }

    /// Who administers is never out of room for want of others' reading.
    static func permits(_ more: Int, to receiver: Claim, beside all: [Claim]) -> Bool {
        var (own, together) = (more, more)
        for claim in all where claim.isAdministrator == receiver.isAdministrator {
            together += claim.waiting
            if claim.uid == receiver.uid { own += claim.waiting }
        }
        return together <= ofAll && (receiver.isAdministrator || own <= ofOneUser)
    }
}

extension Connection {
    var claim: OutgoingQuota.Claim {
        .init(uid: peer.uid, isAdministrator: role == .administer, waiting: waiting)
    }
}
