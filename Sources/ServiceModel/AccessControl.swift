/// Which devices and addresses the processes of a unit may use, as its file says it.
package struct AccessControl: Hashable, Sendable {
    /// `DevicePolicy=`.
    package enum DevicePolicy: UInt8, CaseIterable, Sendable {
        /// Everything, unless devices are named.
        case auto
        /// Those named, and the harmless ones.
        case closed
        /// Those named.
        case strict

        /// systemd's word.
        package var word: String {
            switch self {
            case .auto: "auto"
            case .closed: "closed"
            case .strict: "strict"
            }
        }
    }

    /// The kernel's bits, `BPF_DEVCG_ACC_`.
    package struct DeviceUse: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package static let create = DeviceUse(rawValue: 1)
        package static let read = DeviceUse(rawValue: 2)
        package static let write = DeviceUse(rawValue: 4)
        package static let all: DeviceUse = [.create, .read, .write]
    }

    /// One `DeviceAllow=`.
    package struct DeviceRule: Hashable, Sendable {
        package enum Devices: Hashable, Sendable {
            /// The one whose node it is, when the unit is started.
            case node(String)
            /// Those of the groups of `/proc/devices` whose name the pattern matches.
            case group(isBlock: Bool, pattern: String)
        }

        package let devices: Devices
        package let use: DeviceUse

        package init(devices: Devices, use: DeviceUse) {
            self.devices = devices
            self.use = use
        }
    }

    /// Addresses that begin with the same bits.
    package struct AddressRange: Hashable, Sendable {
        /// 4 bytes of IPv4 or 16 of IPv6, as they travel.
        package let address: [UInt8]
        /// In bits.
        package let prefix: UInt8

        package init(address: [UInt8], prefix: UInt8) {
            self.address = address
            self.prefix = prefix
        }
    }

    /// Sockets that `bind(2)` is called for.
    package struct BindRule: Hashable, Sendable {
        package enum Family: Hashable, Sendable { case ipv4, ipv6 }
        package enum Transport: Hashable, Sendable { case tcp, udp }

        /// Nil: any, each of them.
        package let family: Family?
        package let transport: Transport?
        package let ports: ClosedRange<UInt16>?

        package init(family: Family?, transport: Transport?, ports: ClosedRange<UInt16>?) {
            self.family = family
            self.transport = transport
            self.ports = ports
        }
    }

    package var devicePolicy: DevicePolicy = .auto
    package var devices: [DeviceRule] = []
    package var allowedAddresses: [AddressRange] = []
    package var deniedAddresses: [AddressRange] = []
    package var allowedBinds: [BindRule] = []
    package var deniedBinds: [BindRule] = []

    package init() {}

    package var restrictsDevices: Bool { devicePolicy != .auto || !devices.isEmpty }
}
