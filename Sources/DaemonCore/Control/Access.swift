import ControlProtocol
import LinuxSystem
import ServiceModel

/// Who may do what. Judged by the kernel's word on who is at the other end.
struct Access {
    private let daemonUser: UInt32
    private var operatorGroup: UInt32?
    private var viewerGroup: UInt32?

    init(daemonUser: UInt32) {
        self.daemonUser = daemonUser
    }

    /// Names were resolved when the settings were loaded; one that could not be gives nobody a right.
    mutating func use(_ settings: ManagerSettings) {
        operatorGroup = Access.number(settings.operatorGroup)
        viewerGroup = Access.number(settings.viewerGroup)
    }

    private static func number(_ reference: AccountReference?) -> UInt32? {
        switch reference {
        case .number(let number): number
        case .name, nil: nil
        }
    }

    /// Nil: may do nothing.
    func role(of peer: PeerCredentials) -> Role? {
        if peer.uid == 0 || peer.uid == daemonUser { return .administer }
        if let operatorGroup, peer.groups.contains(operatorGroup) { return .operate }
        if let viewerGroup, peer.groups.contains(viewerGroup) { return .view }
        return nil
    }
}
