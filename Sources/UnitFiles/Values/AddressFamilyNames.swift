/// Socket address families under the names of `linux/socket.h`.
package enum AddressFamilyNames {
    package static func number(_ name: String) -> UInt16? {
        if let number = aliases[name] { return number }
        return all.firstIndex { $0 == name }.map { UInt16($0) }
    }

    /// The name of a number that has one.
    package static func name(_ number: UInt16) -> String {
        all.indices.contains(Int(number)) ? all[Int(number)] : "\(number)"
    }

    static var known: [String] { Array(all.dropFirst()) + Array(aliases.keys) }

    private static let aliases: [String: UInt16] = ["AF_LOCAL": 1, "AF_FILE": 1, "AF_ROUTE": 16]

    /// By number.
    private static let all = [
        "AF_UNSPEC", "AF_UNIX", "AF_INET", "AF_AX25", "AF_IPX", "AF_APPLETALK", "AF_NETROM", "AF_BRIDGE",
        "AF_ATMPVC", "AF_X25", "AF_INET6", "AF_ROSE", "AF_DECnet", "AF_NETBEUI", "AF_SECURITY", "AF_KEY",
        "AF_NETLINK", "AF_PACKET", "AF_ASH", "AF_ECONET", "AF_ATMSVC", "AF_RDS", "AF_SNA", "AF_IRDA",
        "AF_PPPOX", "AF_WANPIPE", "AF_LLC", "AF_IB", "AF_MPLS", "AF_CAN", "AF_TIPC", "AF_BLUETOOTH",
        "AF_IUCV", "AF_RXRPC", "AF_ISDN", "AF_PHONET", "AF_IEEE802154", "AF_CAIF", "AF_ALG", "AF_NFC",
        "AF_VSOCK", "AF_KCM", "AF_QIPCRTR", "AF_SMC", "AF_XDP", "AF_MCTP",
    ]
}
