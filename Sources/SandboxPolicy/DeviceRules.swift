import ServiceModel

/// The program that is asked when a device is opened or made: `bpf_cgroup_dev_ctx` in, 1 or 0 out.
enum DeviceRules {
    private static let kind: ProgramText.Register = 2
    private static let use: ProgramText.Register = 3
    private static let major: ProgramText.Register = 4
    private static let minor: ProgramText.Register = 5
    private static let scratch: ProgramText.Register = 6

    private static let block: UInt32 = 1
    private static let character: UInt32 = 2

    /// `null`, `zero`, `full`, `random`, `urandom`, `tty` and `ptmx`, whose numbers are those of the kernel's
    /// `devices.txt` everywhere.
    private static let harmless: [(major: UInt32, minor: UInt32)] = [
        (1, 3), (1, 5), (1, 7), (1, 8), (1, 9), (5, 0), (5, 2),
    ]
    private static let pseudoTerminals: UInt32 = 136

    static func program(_ request: AccessControl, _ host: HostFeatures) -> ControlGroupProgram {
        var text = ProgramText()
        var places: [ControlGroupProgram.DevicePlace] = []
        // The kind is the low half, the use the high one.
        text.load(kind, from: 1, at: 0)
        text.copy(kind, to: use)
        text.mask(kind, 0xffff)
        text.shiftRight(use, by: 16)
        text.load(major, from: 1, at: 4)
        text.load(minor, from: 1, at: 8)
        if request.devicePolicy != .strict {
            for device in harmless { allow(.all, character, device.major, device.minor, &text) }
            allow([.read, .write], character, pseudoTerminals, nil, &text)
        }
        for rule in request.devices {
            switch rule.devices {
            case .node(let path): places.append(allowLater(rule.use, path, &text))
            case .group(let isBlock, let pattern):
                for major in majors(isBlock, pattern, host) {
                    allow(rule.use, isBlock ? block : character, major, nil, &text)
                }
            }
        }
        text.answer(0)
        return ControlGroupProgram(
            kind: .device,
            directive: request.devices.isEmpty ? "DevicePolicy" : "DeviceAllow",
            instructions: text.instructions,
            devices: places
        )
    }

    /// Nil for all of the kind.
    private static func majors(_ isBlock: Bool, _ pattern: String, _ host: HostFeatures) -> [UInt32?] {
        if pattern == "*" { return [nil] }
        return host.deviceGroups.filter { $0.isBlock == isBlock && Glob.matches(pattern, $0.name) }.map {
            $0.major
        }
    }

    private static func allow(
        _ uses: AccessControl.DeviceUse,
        _ kind: UInt32,
        _ major: UInt32?,
        _ minor: UInt32?,
        _ text: inout ProgramText
    ) {
        var exits = [text.require(.isValue(DeviceRules.kind, kind))]
        exits += requireUse(uses, &text)
        if let major { exits.append(text.require(.isValue(DeviceRules.major, major))) }
        if let minor { exits.append(text.require(.isValue(DeviceRules.minor, minor))) }
        text.answer(1)
        text.end(exits)
    }

    /// A kind that is none, until the device is looked up.
    private static func allowLater(_ uses: AccessControl.DeviceUse, _ path: String, _ text: inout ProgramText)
        -> ControlGroupProgram.DevicePlace
    {
        let kind = text.require(.isValue(DeviceRules.kind, 0))
        let others = requireUse(uses, &text)
        let major = text.require(.isValue(DeviceRules.major, 0))
        let minor = text.require(.isValue(DeviceRules.minor, 0))
        text.answer(1)
        text.end([kind, major, minor] + others)
        return .init(path: path, kind: kind.place, major: major.place, minor: minor.place)
    }

    /// Nothing that is wanted may be more than what is allowed.
    private static func requireUse(_ uses: AccessControl.DeviceUse, _ text: inout ProgramText)
        -> [ProgramText.Exit]
    {
        guard uses != .all else { return [] }
        text.copy(use, to: scratch)
        text.mask(scratch, UInt32(uses.rawValue))
        return [text.require(.isRegister(scratch, use))]
    }
}
