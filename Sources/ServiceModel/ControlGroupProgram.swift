/// A BPF program that the kernel asks about what the processes of a cgroup do.
package struct ControlGroupProgram: Hashable, Sendable {
    package enum Kind: UInt8, CaseIterable, Sendable {
        /// Opening and making devices.
        case device
        /// Packets of IP that come in, and that go out.
        case ingress, egress
        /// `bind(2)` of IPv4 sockets, and of IPv6 sockets.
        case bind4, bind6
    }

    /// The numbers of a device node, known only when the unit is started, and where they go: indices of instructions
    /// whose immediate values they are. Until then no device matches.
    package struct DevicePlace: Hashable, Sendable {
        package let path: String
        package let kind: UInt16
        package let major: UInt16
        package let minor: UInt16

        package init(path: String, kind: UInt16, major: UInt16, minor: UInt16) {
            self.path = path
            self.kind = kind
            self.major = major
            self.minor = minor
        }
    }

    package let kind: Kind
    /// Of the unit's file, for whom a failure is told.
    package let directive: String
    /// `struct bpf_insn`, as a little-endian machine has it in memory.
    package var instructions: [UInt64]
    package var devices: [DevicePlace]

    package init(kind: Kind, directive: String, instructions: [UInt64], devices: [DevicePlace] = []) {
        self.kind = kind
        self.directive = directive
        self.instructions = instructions
        self.devices = devices
    }

    /// Puts the numbers of a device where they belong.
    package mutating func fill(_ place: DevicePlace, isBlock: Bool, major: UInt32, minor: UInt32) {
        // BPF_DEVCG_DEV_BLOCK and BPF_DEVCG_DEV_CHAR.
        for (index, value) in [(place.kind, isBlock ? 1 : 2), (place.major, major), (place.minor, minor)] {
            let instruction = instructions[Int(index)] & 0xffff_ffff
            instructions[Int(index)] = instruction | UInt64(value) << 32
        }
    }
}
