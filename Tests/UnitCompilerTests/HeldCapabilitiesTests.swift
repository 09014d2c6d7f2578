import LinuxSystem
import ServiceModel
import Testing

@testable import UnitCompiler

@Suite("What libcap says of capabilities")
struct HeldCapabilitiesTests {
    @Test("its names are those of unit files, number by number")
    func names() {
        let known = (0..<64).map(HeldCapabilities.name).prefix { $0 != nil }.compactMap { $0 }
        #expect(known == CapabilitySet.names)
    }

    @Test("what it says we hold is what the kernel shows of us")
    func held() throws {
        let status = String(decoding: try StateFile.contents("/proc/self/status"), as: UTF8.self)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("CapEff:") })
        let shown = try #require(
            UInt64(line.drop { !$0.isWhitespace }.filter { !$0.isWhitespace }, radix: 16)
        )
        #expect(try HeldCapabilities.effective() == CapabilitySet(rawValue: shown).intersection(.all))
    }
}
