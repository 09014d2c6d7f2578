import ServiceModel
import Testing

@testable import UnitFiles

@Suite("Values as unit files write them")
struct ValueTests {
    @Test(
        "time spans",
        arguments: [
            ("50", 50_000_000), ("5", 5_000_000), ("2hours", 7_200_000_000), ("1.5s", 1_500_000),
            ("500us", 500), ("2min 200ms", 120_200_000), ("1h 30min", 5_400_000_000),
            ("1.5h", 5_400_000_000),
            ("500ms", 500_000), ("0", 0), ("2 h", 7_200_000_000), ("48hr", 172_800_000_000),
            ("1y 12month", 63_115_200_000_000), ("55s500ms", 55_500_000), ("300ms20s 5day", 432_020_300_000),
            ("5us", 5), ("5µs", 5), ("0.5", 500_000), ("1w", 604_800_000_000), ("infinity", UInt64.max),
            ("", nil), ("x", nil), ("5 parsecs", nil), ("-1", nil), ("1..5", nil), ("1..5s", nil),
            ("1e3", nil), ("5s x", nil), ("s", nil), (".", nil),
            ("99999999999999999999", nil), ("18446744073709551615", nil), ("1.99999999999999999999s", nil),
            (".5s", 500_000), ("+5", 5_000_000), ("1.5h.5m", 5_430_000_000), ("+ 5", nil), ("5.s", nil),
            ("infinity 1", nil), ("٣s", nil),
        ] as [(String, UInt64?)]
    )
    func timeSpans(text: String, microseconds: UInt64?) {
        #expect(TimeSpanText.parse(text)?.microseconds == microseconds)
    }

    @Test(
        "time spans in nanoseconds",
        arguments: [
            ("50", 50), ("50us", 50_000), ("1ms", 1_000_000), ("7ns", 7), ("1s 1nsec", 1_000_000_001),
            ("x", nil),
        ] as [(String, UInt64?)]
    )
    func nanoseconds(text: String, wanted: UInt64?) {
        #expect(TimeSpanText.nanoseconds(text) == wanted)
    }

    @Test(
        "sizes",
        arguments: [
            ("0", 0), ("512", 512), ("1K", 1024), ("64K", 65536), ("1E", 1 << 60), ("99E", nil), ("1KB", nil),
            ("1.5G", 3 << 29), ("64M", 64 << 20), ("2T", 2 << 40),
            ("1P", 1 << 50), ("15E", 15 << 60), ("16E", nil), ("", nil), ("K", nil), ("-1", nil), ("1k", nil),
            ("1.5", 1), ("1X", nil), ("0x10", nil), ("1G 5M", 1029 << 20), ("1G5M6K7B", 1_078_990_855),
            ("1G 5", (1 << 30) + 5), ("5M 1G", nil), ("5 5", nil), ("1.", 1), (".5G", nil), ("+1K", 1024),
            ("010", 10), ("15E 1023P", (15 << 60) + (1023 << 50)), ("15E 1024P", nil),
        ] as [(String, UInt64?)]
    )
    func sizes(text: String, wanted: UInt64?) {
        #expect(NumberText.size(text) == wanted)
    }

    @Test(
        "numbers in the bases of C",
        arguments: [
            ("0", 0), ("7", 7), ("010", 8), ("0x1F", 31), ("0o17", 15), ("0b11", 3), ("+5", 5), ("-5", -5),
            ("-0x10", -16), ("08", nil), ("0x", nil), ("", nil), ("-", nil), ("+", nil), ("5a", nil),
            (" 5", nil),
            ("--5", nil), ("+-5", nil), ("0x-5", nil), ("99999999999999999999", nil), ("٣", nil),
        ] as [(String, Int?)]
    )
    func numbers(text: String, wanted: Int?) {
        #expect(NumberText.signed(text) == wanted)
        if text.first != "-" { #expect(NumberText.unsigned(text) == wanted.map { UInt64($0) }) }
        let byte: UInt8? = NumberText.unsigned("256")
        #expect(byte == nil)
    }

    @Test("booleans")
    func booleans() {
        for text in ["1", "yes", "y", "true", "t", "on", "YES", "On"] {
            #expect(NumberText.boolean(text) == true)
        }
        for text in ["0", "no", "n", "false", "f", "off"] { #expect(NumberText.boolean(text) == false) }
        for text in ["", "2", "yess", "ja", "truely"] { #expect(NumberText.boolean(text) == nil) }
    }

    @Test(
        "resource limits, each in its own unit",
        arguments: [
            ("LimitNOFILE=1024:4096", .openFiles, 1024, 4096), ("LimitCPU=1min", .cpu, 60, 60),
            ("LimitCPU=1500ms:infinity", .cpu, 2, .max), ("LimitCPU=500ms", .cpu, 1, 1),
            ("LimitNICE=-5", .nice, 25, 25), ("LimitRTTIME=5", .realTimeTime, 5, 5),
            ("LimitRTTIME=1ms:2ms", .realTimeTime, 1000, 2000),
            ("LimitAS=1G", .addressSpace, 1 << 30, 1 << 30),
            ("LimitNICE=+5", .nice, 15, 15), ("LimitNICE=-20", .nice, 40, 40),
            ("LimitNICE=7:40", .nice, 7, 40),
            ("LimitCORE=infinity", .core, .max, .max), ("LimitNPROC=10", .processes, 10, 10),
            ("LimitNOFILE=0x10:0x20", .openFiles, 16, 32),
            ("LimitFSIZE=1G 512M", .fileSize, 3 << 29, 3 << 29),
        ] as [(String, ResourceLimit.Kind, UInt64, UInt64)]
    )
    func limits(line: String, kind: ResourceLimit.Kind, soft: UInt64, hard: UInt64) {
        let result = service(line)
        #expect(result.findings.isEmpty)
        #expect(result.definition.execution.limits == [ResourceLimit(kind: kind, soft: soft, hard: hard)])
    }

    @Test(
        "resource limits that are none",
        arguments: [
            "LimitNOFILE=10:5", "LimitNOFILE=many", "LimitFSIZE=10%", "LimitNOFILE=1K", "LimitNICE=41",
            "LimitNICE=+20", "LimitCPU=x",
            "LimitAS=1:2:3",
            "LimitNOFILE=:", "LimitNOFILE=-1", "LimitNOFILE=18446744073709551615",
            "LimitFSIZE=18446744073709551615",
        ]
    )
    func wrongLimits(line: String) {
        let result = service(line)
        #expect(result.hasErrors)
        #expect(result.definition.execution.limits.isEmpty)
    }

    @Test("CPU lists merge, and an empty one starts afresh")
    func affinity() {
        func cpus(_ lines: String...) -> [UInt16] {
            read("[Service]\nExecStart=/bin/a\n" + lines.map { "CPUAffinity=\($0)\n" }.joined())
                .definition.execution.scheduling.affinity
        }
        #expect(cpus("0-3,5 7") == [0, 1, 2, 3, 5, 7])
        #expect(cpus("1", "3-4 4", "0") == [0, 1, 3, 4])
        #expect(cpus("1", "", "2") == [2])
        #expect(cpus("8191") == [8191])
        #expect(cpus("8192") == [] && cpus("3-1") == [] && cpus("1-") == [] && cpus("1", "x") == [1])
    }

    @Test("exit statuses by number, name and signal")
    func exitStatuses() {
        let result = service("SuccessExitStatus=TEMPFAIL 250 SIGKILL TERM", "SuccessExitStatus=250 NETWORK")
        #expect(result.definition.policy.success.codes == [75, 250, 225])
        #expect(result.definition.policy.success.signals == [.kill, .terminate])
        #expect(result.findings.isEmpty)
        #expect(service("RestartPreventExitStatus=256").diagnostics.map(\.severity) == [.warning])
        #expect(
            service("SuccessExitStatus=1", "SuccessExitStatus=").definition.policy.success == ExitStatusSet()
        )
    }

    @Test("modes, masks and filters of core dumps")
    func bits() {
        #expect(service("UMask=0027").definition.execution.properties.umask == 0o027)
        #expect(service("UMask=7777").definition.execution.properties.umask == 0o777)
        #expect(service("UMask=00000022").definition.execution.properties.umask == 0o22)
        for wrong in ["0888", "10000", "0x12", "+22"] {
            #expect(service("UMask=\(wrong)").hasErrors, "\(wrong)")
        }
        #expect(service("StateDirectoryMode=02750").definition.execution.files.directoryModes[1] == 0o2750)
        #expect(
            service("CoredumpFilter=default private-huge").definition.execution.properties.coredumpFilter
                == 0x33
        )
        #expect(service("CoredumpFilter=0x1 40").definition.execution.properties.coredumpFilter == 0x41)
        #expect(service("CoredumpFilter=all").definition.execution.properties.coredumpFilter == 0x1FF)
    }

    @Test("base 64")
    func base64() {
        func decoded(_ text: String) -> String? {
            Base64.decode(Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
        }
        #expect(decoded("") == "")
        #expect(decoded("Zg==") == "f" && decoded("Zm8=") == "fo" && decoded("Zm9v") == "foo")
        #expect(decoded("Zm9v YmFy") == "foobar")
        #expect(
            decoded("Zg") == nil && decoded("Zg=") == nil && decoded("Z===") == nil
                && decoded("Zg==Zg") == nil
        )
    }

    @Test("paths")
    func paths() {
        #expect(PathText.absolute("/a//b/./c/") == "/a/b/c" && PathText.absolute("/") == "/")
        #expect(
            PathText.absolute("a") == nil && PathText.absolute("/a/../b") == nil
                && PathText.absolute("") == nil
        )
        #expect(
            PathText.relative("a/./b") == "a/b" && PathText.relative("/a") == nil
                && PathText.relative("a/..") == nil
        )
        #expect(PathText.relative("") == nil && PathText.relative(".") == nil)
    }

    @Test(
        "paths, whatever stands beside a slash and makes another character of it for a reader",
        arguments: ["\u{301}", "\u{600}", "\u{200D}", "\u{1F3FB}"]
    )
    func pathBytes(mark: String) {
        #expect(PathText.relative("a/\(mark)") == "a/\(mark)")
        for escape in ["../\(mark)", "\(mark)/..", "a\(mark)/../b", "a/../\(mark)b", "..\(mark)/../.."] {
            #expect(PathText.relative(escape) == nil && PathText.absolute("/" + escape) == nil)
        }
        #expect(PathText.relative("/\(mark)a") == nil && PathText.absolute("/\(mark)a") == "/\(mark)a")
        let result = service("StateDirectory=private/\(mark)x")
        #expect(result.hasErrors)
        #expect(!service("LoadCredential=a:/\(mark)x", "StandardOutput=file:/\(mark)x").hasErrors)
        #expect(service("ExecStartPre=/\(mark)x").definition.commands[1].isEmpty == false)
    }

    @Test(
        "accounts, of which none may turn into root",
        arguments: [
            ("web", .name("web")), ("_apt", .name("_apt")), ("a.b-c_9", .name("a.b-c_9")), ("0", .number(0)),
            ("1000", .number(1000)), ("0", .number(0)), ("00", nil), ("007", nil), ("+5", nil), ("0x5", nil),
            ("65534", .number(65534)), ("65535", nil), ("4294967295", nil),
            ("4294967296", nil), ("-1", nil), ("0day", nil), ("", nil), ("a b", nil), ("a/b", nil),
            ("a:b", nil),
            (String(repeating: "a", count: 256), nil), ("ä", nil), ("1e3", nil),
        ] as [(String, AccountReference?)]
    )
    func accounts(text: String, wanted: AccountReference?) {
        #expect(AccountText.parse(text) == wanted)
    }
}
