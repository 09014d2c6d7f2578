import LinuxSystem
import SandboxPolicy
import ServiceModel

extension HostFacts {
    mutating func readGroupFeatures() {
        features.deviceGroups = HostFacts.deviceGroups(
            HostFacts.contents("/proc/devices").map { String(decoding: $0, as: UTF8.self) } ?? ""
        )
        features.groupPrograms = Set(ControlGroupProgram.Kind.allCases.filter(HostFacts.canLoad))
    }

    private static func canLoad(_ kind: ControlGroupProgram.Kind) -> Bool {
        switch kind {
        case .device: GroupProgram.canLoad(.device)
        case .ingress: GroupProgram.canLoad(.ingress)
        case .egress: GroupProgram.canLoad(.egress)
        case .bind4: GroupProgram.canLoad(.bind4)
        case .bind6: GroupProgram.canLoad(.bind6)
        }
    }

    /// Of `/proc/devices`: a heading, then lines of a number and a name.
    static func deviceGroups(_ text: String) -> [HostFeatures.DeviceGroup] {
        var groups: [HostFeatures.DeviceGroup] = []
        var isBlock = false
        for line in text.fields(at: "\n") {
            if line.begins(with: "Block devices:") { isBlock = true }
            let words = line.fields(at: " ")
            guard words.count == 2, let major = UInt32(words[0]) else { continue }
            groups.append(.init(isBlock: isBlock, major: major, name: String(words[1])))
        }
        return groups
    }
}
