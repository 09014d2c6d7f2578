import ServiceModel

extension DirectiveReaders {
    static let access: [String: DirectiveReader] = [
        "DevicePolicy": Kinds.choice(
            AccessControl.DevicePolicy.allCases.map { ($0.word, $0) },
            default: .auto
        ) { $0.definition.execution.access.devicePolicy = $1 },
        "DeviceAllow": devices,
        "IPAddressAllow": addresses({ $0.allowedAddresses }, { $0.allowedAddresses = $1 }),
        "IPAddressDeny": addresses({ $0.deniedAddresses }, { $0.deniedAddresses = $1 }),
        "SocketBindAllow": binds({ $0.allowedBinds }, { $0.allowedBinds = $1 }),
        "SocketBindDeny": binds({ $0.deniedBinds }, { $0.deniedBinds = $1 }),
    ]

    /// More rules than this make a program too long for the kernel's jumps.
    static let maximumAddresses = 512
    /// As systemd has it.
    static let maximumBinds = 128
    static let maximumDevices = 512

    private static let devices: DirectiveReader = { builder, value, directive in
        guard !value.isEmpty else {
            builder.definition.execution.access.devices = []
            return
        }
        guard let words = builder.expandedWords(value, directive) else { return }
        guard let rule = deviceRule(words.map(\.text)) else {
            builder.reject(
                directive,
                value.start,
                "DeviceAllow= takes a device such as '/dev/null' or 'char-pts' and what it is for, some of 'rwm', not '\(value.text)'"
            )
            return
        }
        guard builder.definition.execution.access.devices.count < maximumDevices else {
            builder.reject(
                directive,
                value.start,
                "DeviceAllow= takes no more than \(maximumDevices) devices"
            )
            return
        }
        builder.definition.execution.access.devices.append(rule)
    }

    private static func deviceRule(_ words: [String]) -> AccessControl.DeviceRule? {
        guard (1...2).contains(words.count), let use = words.count == 2 ? deviceUse(words[1]) : .all else {
            return nil
        }
        for (prefix, isBlock) in [("char-", false), ("block-", true)] {
            guard let pattern = words[0].rest(after: prefix) else { continue }
            return pattern.isEmpty
                ? nil : .init(devices: .group(isBlock: isBlock, pattern: String(pattern)), use: use)
        }
        guard let path = PathText.absolute(words[0]), path.begins(with: "/dev/") else { return nil }
        return .init(devices: .node(path), use: use)
    }

    private static func deviceUse(_ text: String) -> AccessControl.DeviceUse? {
        var use: AccessControl.DeviceUse = []
        for letter in text.utf8 {
            switch letter {
            case UInt8(ascii: "r"): use.insert(.read)
            case UInt8(ascii: "w"): use.insert(.write)
            case UInt8(ascii: "m"): use.insert(.create)
            default: return nil
            }
        }
        return use.isEmpty ? nil : use
    }

    private static func addresses(
        _ read: @escaping @Sendable (AccessControl) -> [AccessControl.AddressRange],
        _ set: @escaping @Sendable (inout AccessControl, [AccessControl.AddressRange]) -> Void
    ) -> DirectiveReader {
        { builder, value, directive in
            guard !value.isEmpty else { return set(&builder.definition.execution.access, []) }
            guard let words = builder.expandedWords(value, directive) else { return }
            var ranges = read(builder.definition.execution.access)
            for (text, word) in words {
                let place = value.location(at: word.offset)
                guard let new = AddressText.ranges(text) else {
                    let hint = builder.hint(
                        for: text,
                        among: ["any", "localhost", "link-local", "multicast"]
                    )
                    builder.rejectWord(
                        directive,
                        place,
                        "\(directive.key)= takes addresses such as '192.0.2.0/24', not '\(text)'" + hint
                    )
                    continue
                }
                guard ranges.count + new.count <= maximumAddresses else {
                    builder.reject(
                        directive,
                        place,
                        "\(directive.key)= takes no more than \(maximumAddresses) ranges of addresses"
                    )
                    return
                }
                ranges += new.filter { !ranges.contains($0) }
            }
            set(&builder.definition.execution.access, ranges)
        }
    }

    private static func binds(
        _ read: @escaping @Sendable (AccessControl) -> [AccessControl.BindRule],
        _ set: @escaping @Sendable (inout AccessControl, [AccessControl.BindRule]) -> Void
    ) -> DirectiveReader {
        { builder, value, directive in
            guard !value.isEmpty else { return set(&builder.definition.execution.access, []) }
            guard let text = builder.expanded(value, directive) else { return }
            guard let rule = bindRule(text) else {
                builder.reject(
                    directive,
                    value.start,
                    "\(directive.key)= takes 'any' or parts such as 'ipv4:tcp:80-90', not '\(text)'"
                )
                return
            }
            let rules = read(builder.definition.execution.access)
            guard rules.count < maximumBinds else {
                builder.reject(
                    directive,
                    value.start,
                    "\(directive.key)= takes no more than \(maximumBinds) rules"
                )
                return
            }
            set(&builder.definition.execution.access, rules + [rule])
        }
    }

    /// `[ipv4|ipv6][:][tcp|udp][:][ports]`, or `any`.
    private static func bindRule(_ text: String) -> AccessControl.BindRule? {
        if text == "any" { return .init(family: nil, transport: nil, ports: nil) }
        var parts = text.fields(at: ":", omittingEmptySubsequences: false).map(String.init)[...]
        let families: [String: AccessControl.BindRule.Family] = ["ipv4": .ipv4, "ipv6": .ipv6]
        let transports: [String: AccessControl.BindRule.Transport] = ["tcp": .tcp, "udp": .udp]
        let family = parts.first.flatMap { families[$0] }
        if family != nil { parts.removeFirst() }
        let transport = parts.first.flatMap { transports[$0] }
        if transport != nil { parts.removeFirst() }
        guard let last = parts.popFirst() else {
            return .init(family: family, transport: transport, ports: nil)
        }
        guard parts.isEmpty, let ports = ports(last) else { return nil }
        return .init(family: family, transport: transport, ports: ports)
    }

    private static func ports(_ text: String) -> ClosedRange<UInt16>? {
        let ends = text.fields(at: "-", omittingEmptySubsequences: false).map {
            NumberText.decimalPort(String($0))
        }
        guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1],
            first <= last
        else {
            return nil
        }
        return first...last
    }
}

extension NumberText {
    /// 1 to 65535.
    fileprivate static func decimalPort(_ text: String) -> UInt16? {
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let port = UInt16(text), port > 0
        else { return nil }
        return port
    }
}
