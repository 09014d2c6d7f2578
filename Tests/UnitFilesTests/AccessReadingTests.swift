import ServiceModel
import Testing
import UnitFiles

@Suite("What devices and addresses a unit may use")
struct AccessReadingTests {
    private func read(_ lines: String...) -> AccessControl {
        service(lines.joined(separator: "\n")).definition.execution.access
    }

    @Test("are devices by node and by group, each for reading, writing or making")
    func devices() {
        #expect(
            read("DeviceAllow=/dev/null", "DeviceAllow=char-cpu/* r", "DeviceAllow=block-loop mw").devices
                == [
                    .init(devices: .node("/dev/null"), use: .all),
                    .init(devices: .group(isBlock: false, pattern: "cpu/*"), use: .read),
                    .init(devices: .group(isBlock: true, pattern: "loop"), use: [.create, .write]),
                ]
        )
        #expect(read("DeviceAllow=/dev/null", "DeviceAllow=") == AccessControl())
        #expect(read("DevicePolicy=strict").devicePolicy == .strict)
        #expect(read("DevicePolicy=strict", "DevicePolicy=").devicePolicy == .auto)
    }

    @Test(
        "are ranges of addresses, in any way to write them",
        arguments: [
            ("192.0.2.77", 32, [192, 0, 2, 77]), ("192.0.2.77/25", 25, [192, 0, 2, 0]),
            ("10.255.0.0/9", 9, [10, 128, 0, 0]),
            ("0.0.0.0/0", 0, [0, 0, 0, 0]), ("::", 128, [UInt8](repeating: 0, count: 16)),
            ("::1/128", 128, [UInt8](repeating: 0, count: 15) + [1]),
            ("1::", 128, [0, 1] + [UInt8](repeating: 0, count: 14)),
            ("1:2:3:4:5:6:7:8", 128, [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8]),
            ("1:2:3:4:5:6:7::", 128, [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 0]),
            ("2001:DB8::a/33", 33, [0x20, 0x01, 0x0d, 0xb8] + [UInt8](repeating: 0, count: 12)),
            ("::ffff:192.0.2.1", 128, [UInt8](repeating: 0, count: 10) + [255, 255, 192, 0, 2, 1]),
        ]
    )
    func ranges(text: String, prefix: UInt8, address: [UInt8]) {
        #expect(read("IPAddressDeny=\(text)").deniedAddresses == [.init(address: address, prefix: prefix)])
        #expect(read("IPAddressAllow=\(text)").allowedAddresses == [.init(address: address, prefix: prefix)])
    }

    @Test("are names for ranges, in lists that add up and are emptied")
    func names() {
        for name in ["any", "localhost", "link-local", "multicast"] {
            #expect(read("IPAddressDeny=\(name)").deniedAddresses.map(\.address.count) == [4, 16])
        }
        #expect(read("IPAddressDeny=any localhost", "IPAddressDeny=any").deniedAddresses.count == 4)
        #expect(read("IPAddressDeny=any", "IPAddressDeny=") == AccessControl())
    }

    @Test("are sockets by family, protocol and ports")
    func binds() {
        #expect(
            read("SocketBindAllow=ipv4:tcp:80-90", "SocketBindAllow=udp:53", "SocketBindAllow=ipv6")
                .allowedBinds == [
                    .init(family: .ipv4, transport: .tcp, ports: 80...90),
                    .init(family: nil, transport: .udp, ports: 53...53),
                    .init(family: .ipv6, transport: nil, ports: nil),
                ]
        )
        #expect(read("SocketBindDeny=any").deniedBinds == [.init(family: nil, transport: nil, ports: nil)])
        #expect(read("SocketBindDeny=any", "SocketBindDeny=") == AccessControl())
    }

    @Test(
        "are refused where they say nothing, with the place",
        arguments: [
            "DeviceAllow=null", "DeviceAllow=/dev/null x", "DeviceAllow=/etc/passwd r",
            "DeviceAllow=/dev/../etc r",
            "DeviceAllow=char- r", "DeviceAllow=/dev/null r w", "DevicePolicy=open", "IPAddressDeny=1.2.3",
            "IPAddressDeny=01.2.3.4", "IPAddressDeny=1.2.3.4/33", "IPAddressDeny=1.2.3.4/",
            "IPAddressDeny=::1/129",
            "IPAddressDeny=1::2::3", "IPAddressDeny=:1", "IPAddressDeny=1:2:3:4:5:6:7:8:9",
            "IPAddressDeny=:::",
            "IPAddressDeny=1:2:3:4:5:6:7", "IPAddressDeny=12345::", "IPAddressDeny=localhst",
            "IPAddressDeny=fe80::1%lo",
            "SocketBindDeny=0", "SocketBindDeny=90-80", "SocketBindDeny=65536", "SocketBindDeny=tcp:ipv4",
            "SocketBindDeny=ipv4:", "SocketBindDeny=sctp", "SocketBindDeny=80 90",
        ]
    )
    func wrong(line: String) {
        let result = service(line)
        #expect(result.hasErrors, "\(line)")
        #expect(result.findings.first?.hasPrefix("web.service:3:") == true)
        #expect(result.definition.execution.access == AccessControl())
    }

    @Test("are no more than a program can be made of")
    func many() {
        let addresses = (0..<600).map { "10.0.\($0 / 256).\($0 % 256)" }.joined(separator: " ")
        #expect(service("IPAddressDeny=\(addresses)").hasErrors)
        let rules = (1...129).map { "SocketBindDeny=\($0)" }.joined(separator: "\n")
        #expect(
            service(rules).findings == [
                "web.service:131:16: error: SocketBindDeny= takes no more than 128 rules"
            ]
        )
    }
}
