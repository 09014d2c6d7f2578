import ServiceModel

/// The programs that are asked about `bind(2)`: `bpf_sock_addr` in, 1 or 0 out.
enum BindRules {
    private static let port: ProgramText.Register = 2
    private static let transport: ProgramText.Register = 3

    static func programs(_ request: AccessControl) -> [ControlGroupProgram] {
        if request.allowedBinds.isEmpty, request.deniedBinds.isEmpty { return [] }
        return [(ControlGroupProgram.Kind.bind4, AccessControl.BindRule.Family.ipv4), (.bind6, .ipv6)].map {
            kind,
            family in
            ControlGroupProgram(
                kind: kind,
                directive: request.deniedBinds.isEmpty ? "SocketBindAllow" : "SocketBindDeny",
                instructions: text(request, family).instructions
            )
        }
    }

    private static func text(_ request: AccessControl, _ family: AccessControl.BindRule.Family) -> ProgramText
    {
        var text = ProgramText()
        text.load(port, from: 1, at: 24)
        text.fromNetwork(port, bits: 16)
        text.load(transport, from: 1, at: 36)
        for (value, rules) in [(UInt32(1), request.allowedBinds), (0, request.deniedBinds)] {
            for rule in rules where rule.family == nil || rule.family == family {
                answer(value, rule, &text)
                // The kernel refuses programs with instructions that are never reached.
                if rule.transport == nil, rule.ports == nil { return text }
            }
        }
        text.answer(1)
        return text
    }

    private static func answer(_ value: UInt32, _ rule: AccessControl.BindRule, _ text: inout ProgramText) {
        var exits: [ProgramText.Exit] = []
        switch rule.transport {
        case .tcp: exits.append(text.require(.isValue(transport, 6)))
        case .udp: exits.append(text.require(.isValue(transport, 17)))
        case nil: break
        }
        if let ports = rule.ports {
            exits.append(text.require(.isAtLeast(port, UInt32(ports.lowerBound))))
            exits.append(text.require(.isAtMost(port, UInt32(ports.upperBound))))
        }
        text.answer(value)
        text.end(exits)
    }
}
