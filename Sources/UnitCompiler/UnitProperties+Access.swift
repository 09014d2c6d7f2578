import ServiceModel

extension UnitProperties {
    /// Under systemd's names; a property for each rule about devices and binding.
    static func access(_ request: AccessControl) -> [(String, String)] {
        [("DevicePolicy", request.devicePolicy.word)]
            + request.devices.map { ("DeviceAllow", device($0)) }
            + [
                ("IPAddressAllow", request.allowedAddresses.map(range).joined(separator: " ")),
                ("IPAddressDeny", request.deniedAddresses.map(range).joined(separator: " ")),
            ]
            + request.allowedBinds.map { ("SocketBindAllow", bind($0)) }
            + request.deniedBinds.map { ("SocketBindDeny", bind($0)) }
    }

    private static func device(_ rule: AccessControl.DeviceRule) -> String {
        let name =
            switch rule.devices {
            case .node(let path): path
            case .group(let isBlock, let pattern): (isBlock ? "block-" : "char-") + pattern
            }
        let uses: [(AccessControl.DeviceUse, String)] = [(.read, "r"), (.write, "w"), (.create, "m")]
        return name + " " + uses.filter { rule.use.contains($0.0) }.map(\.1).joined()
    }

    /// IPv6 in eight groups, none left out.
    private static func range(_ range: AccessControl.AddressRange) -> String {
        let bytes = range.address
        if bytes.count == 4 { return bytes.map(String.init).joined(separator: ".") + "/\(range.prefix)" }
        let groups = stride(from: 0, to: bytes.count, by: 2).map {
            String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16)
        }
        return groups.joined(separator: ":") + "/\(range.prefix)"
    }

    private static func bind(_ rule: AccessControl.BindRule) -> String {
        var words: [String] = []
        switch rule.family {
        case .ipv4: words.append("ipv4")
        case .ipv6: words.append("ipv6")
        case nil: break
        }
        switch rule.transport {
        case .tcp: words.append("tcp")
        case .udp: words.append("udp")
        case nil: break
        }
        if let ports = rule.ports {
            words.append(ports.count == 1 ? "\(ports.lowerBound)" : "\(ports.lowerBound)-\(ports.upperBound)")
        }
        return words.isEmpty ? "any" : words.joined(separator: ":")
    }
}
