import ServiceModel

/// Addresses and ranges of them, as `IPAddressAllow=` takes them.
enum AddressText {
    /// A name, or an address with the length of its prefix perhaps.
    static func ranges(_ text: String) -> [AccessControl.AddressRange]? {
        let ipv6 = [UInt8](repeating: 0, count: 15)
        switch text {
        case "any":
            return [.init(address: [0, 0, 0, 0], prefix: 0), .init(address: ipv6 + [0], prefix: 0)]
        case "localhost":
            return [.init(address: [127, 0, 0, 0], prefix: 8), .init(address: ipv6 + [1], prefix: 128)]
        case "link-local":
            return [
                .init(address: [169, 254, 0, 0], prefix: 16),
                .init(address: [0xfe, 0x80] + ipv6.dropLast(), prefix: 64),
            ]
        case "multicast":
            return [
                .init(address: [224, 0, 0, 0], prefix: 4), .init(address: [0xff] + ipv6, prefix: 8),
            ]
        default: return range(text).map { [$0] }
        }
    }

    private static func range(_ text: String) -> AccessControl.AddressRange? {
        let parts = text.fields(at: "/", omittingEmptySubsequences: false).map(String.init)
        guard (1...2).contains(parts.count), let address = ipv4(parts[0]) ?? ipv6(parts[0]) else {
            return nil
        }
        var prefix = UInt8(address.count * 8)
        if parts.count == 2 {
            guard isDigits(parts[1], atMost: 3), let given = UInt8(parts[1]), given <= prefix else {
                return nil
            }
            prefix = given
        }
        return .init(address: masked(address, prefix), prefix: prefix)
    }

    /// What is behind the prefix says nothing.
    private static func masked(_ address: [UInt8], _ prefix: UInt8) -> [UInt8] {
        address.enumerated().map { index, byte in
            let bits = max(0, min(8, Int(prefix) - index * 8))
            return bits == 0 ? 0 : byte & (0xff << UInt8(8 - bits))
        }
    }

    private static func isDigits(_ text: String, atMost count: Int) -> Bool {
        (1...count).contains(text.utf8.count)
            && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// `192.0.2.1`, without leading zeros, which some take for octal.
    static func ipv4(_ text: String) -> [UInt8]? {
        let parts = text.fields(at: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4 else { return nil }
        var bytes: [UInt8] = []
        for part in parts {
            guard isDigits(part, atMost: 3), part == "0" || !part.begins(with: "0"), let byte = UInt8(part)
            else {
                return nil
            }
            bytes.append(byte)
        }
        return bytes
    }

    /// `2001:db8::1`, and with an IPv4 address at its end.
    static func ipv6(_ text: String) -> [UInt8]? {
        let colons = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map {
            String(Substring($0))
        }
        guard (3...9).contains(colons.count) else { return nil }
        var halves: [[UInt8]] = [[]]
        for (index, part) in colons.enumerated() {
            guard part.isEmpty else {
                guard let bytes = group(part, isLast: index == colons.count - 1) else { return nil }
                halves[halves.count - 1] += bytes
                continue
            }
            // One gap; at either end it is two empty parts.
            let isEdge =
                index == 0 && colons[1].isEmpty || index == colons.count - 1 && colons[index - 1].isEmpty
            if isEdge { continue }
            guard index > 0, index < colons.count - 1, halves.count == 1 else { return nil }
            halves.append([])
        }
        let missing = 16 - halves.reduce(0) { $0 + $1.count }
        guard halves.count == 2 ? missing >= 2 : missing == 0 else { return nil }
        return halves[0] + [UInt8](repeating: 0, count: missing) + (halves.count == 2 ? halves[1] : [])
    }

    private static func group(_ text: String, isLast: Bool) -> [UInt8]? {
        if isLast, text.holds(".") { return ipv4(text) }
        guard (1...4).contains(text.utf8.count), text.utf8.allSatisfy(\.isHexDigit),
            let number = UInt16(text, radix: 16)
        else { return nil }
        return [UInt8(number >> 8), UInt8(number & 0xff)]
    }
}
