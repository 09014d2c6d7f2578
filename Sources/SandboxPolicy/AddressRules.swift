import ServiceModel

/// The programs that are asked about packets of IP: `__sk_buff` in, 1 to let it pass or 0 to drop it out. The other end
/// counts: where a packet comes from, and where it goes.
enum AddressRules {
    private static let packet: ProgramText.Register = 6
    private static let word: ProgramText.Register = 7
    private static let stack: ProgramText.Register = 10
    /// `bpf_skb_load_bytes`.
    private static let loadBytes: UInt32 = 26
    /// Where the address lies on the stack.
    private static let place: Int16 = -16

    static func programs(_ request: AccessControl) -> [ControlGroupProgram] {
        if request.allowedAddresses.isEmpty, request.deniedAddresses.isEmpty { return [] }
        let directive = request.deniedAddresses.isEmpty ? "IPAddressAllow" : "IPAddressDeny"
        return [
            ControlGroupProgram(
                kind: .ingress,
                directive: directive,
                instructions: text(request, at: (ipv4: 12, ipv6: 8)).instructions
            ),
            ControlGroupProgram(
                kind: .egress,
                directive: directive,
                instructions: text(request, at: (ipv4: 16, ipv6: 24)).instructions
            ),
        ]
    }

    private static func text(_ request: AccessControl, at offsets: (ipv4: UInt32, ipv6: UInt32))
        -> ProgramText
    {
        var text = ProgramText()
        text.copy(1, to: packet)
        // The protocol, in the order of the network: ETH_P_IP and ETH_P_IPV6.
        for (number, offset, length) in [(UInt32(0x0008), offsets.ipv4, 4), (0xdd86, offsets.ipv6, 16)] {
            text.load(word, from: packet, at: 16)
            let other = text.require(.isValue(word, number))
            load(length, from: offset, &text)
            let rules =
                request.allowedAddresses.map { (UInt32(1), $0) } + request.deniedAddresses.map { (0, $0) }
            answer(rules.filter { $0.1.address.count == length }, &text)
            text.end([other])
        }
        text.answer(1)
        return text
    }

    /// A packet too short to have an address is dropped.
    private static func load(_ length: Int, from offset: UInt32, _ text: inout ProgramText) {
        text.copy(packet, to: 1)
        text.set(2, offset)
        text.copy(stack, to: 3)
        text.increase(3, by: Int32(place))
        text.set(4, UInt32(length))
        text.call(loadBytes)
        let isLoaded = text.require(.isAtLeast(0, 1))
        text.answer(0)
        text.end([isLoaded])
    }

    /// The first that matches decides. Behind one that always does nothing may stand: the kernel refuses programs with
    /// instructions that are never reached.
    private static func answer(_ rules: [(UInt32, AccessControl.AddressRange)], _ text: inout ProgramText) {
        for (value, range) in rules {
            answer(value, range, &text)
            if range.prefix == 0 { return }
        }
        text.answer(1)
    }

    private static func answer(
        _ value: UInt32,
        _ range: AccessControl.AddressRange,
        _ text: inout ProgramText
    ) {
        var exits: [ProgramText.Exit] = []
        var left = UInt32(range.prefix)
        for start in stride(from: 0, to: range.address.count, by: 4) where left > 0 {
            let bits = min(left, 32)
            left -= bits
            let wanted = range.address[start..<start + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            text.load(word, from: stack, at: place + Int16(start))
            text.fromNetwork(word, bits: 32)
            if bits < 32 { text.shiftRight(word, by: 32 - bits) }
            exits.append(text.require(.isValue(word, wanted >> (32 - bits))))
        }
        text.answer(value)
        text.end(exits)
    }
}
