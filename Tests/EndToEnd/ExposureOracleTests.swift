import Glibc
import TestSupport
import Testing

/// systemd 252 is Debian's; the table is that of 261. Both have the same 81 rows.
@Suite("The exposure score beside systemd-analyze")
struct ExposureOracleTests {
    private static let analyze = "/usr/bin/systemd-analyze"

    private struct Row: Equatable {
        let weight: String
        let range: String
        /// Nil where the row does not apply.
        let badness: String?
    }

    /// The only ways in which the rows may differ.
    private enum Difference {
        /// Offline, systemd 252 takes PrivateMounts= from the file alone, where it is written. We count what it counts
        /// of a unit that is loaded: whatever else brings a mount namespace.
        case impliedMounts
        /// Offline, systemd takes any address of 127.0.0.0/8 for all of it.
        case oneLocalAddress
    }

    private func difference(_ name: String, _ theirs: Row, _ ours: Row, _ text: String) -> Difference? {
        if name == "PrivateMounts=", theirs.badness == "1", ours.badness == "0" {
            let implying = [
                "PrivateDevices", "PrivateTmp", "ProtectControlGroups", "ProtectKernelTunables",
                "ProtectKernelModules", "ProtectHome", "ProtectSystem", "RootImage", "DynamicUser",
            ]
            return implying.contains { text.contains($0 + "=") } ? .impliedMounts : nil
        }
        if name == "IPAddressDeny=", theirs.badness == "2", ours.badness == "5" {
            return text.contains("IPAddressAllow=127.0.0.1") ? .oneLocalAddress : nil
        }
        return nil
    }

    @Test(
        "is the same in every row",
        .enabled(if: access(analyze, X_OK) == 0),
        arguments: ExposureOracle.lines
    )
    func rows(line: String) throws {
        try compare("[Service]\nExecStart=/bin/true\n\(line)\n", "some.service")
    }

    @Test("is the same for the units of this system", .enabled(if: access(analyze, X_OK) == 0))
    func system() throws {
        let listed = try Command.run(
            "/bin/sh",
            ["-c", "cd /lib/systemd/system && find . -type f -name '*.service'"]
        )
        for path in listed.output.split(separator: "\n") where !path.contains("@") {
            let name = String(path.dropFirst(2))
            try compare(try Files.text("/lib/systemd/system/" + name), name)
        }
    }

    private func compare(_ text: String, _ name: String) throws {
        let folder = try ScratchFolder()
        try folder.write(name, text)
        let file = folder.path + "/" + name
        let theirs = try Command.run(
            "/usr/bin/env",
            [
                "SYSTEMD_ANALYZE_DEBUG=1", ExposureOracleTests.analyze, "security", "--offline=true",
                "--json=short", file,
            ]
        )
        let ours = try Command.run(
            RunningSupervisor.program("supervisor-load"),
            ["--security", "--json", "--", file]
        )
        let expected = read(theirs.output)
        let found = read(ours.output)
        #expect(found.count == 81, "\(name): \(ours.output)")
        #expect(Set(expected.keys) == Set(found.keys), "\(name)")
        for (row, theirs) in expected {
            guard let ours = found[row], ours != theirs else { continue }
            #expect(
                difference(row, theirs, ours, text) != nil,
                "\(name), \(row) systemd: \(theirs), here: \(ours)\n\(text)"
            )
        }
    }

    /// Both print a row's members in their own order, and no name holds a quotation mark or a brace.
    private func read(_ output: String) -> [String: Row] {
        var rows: [String: Row] = [:]
        for object in output.split(whereSeparator: { $0 == "{" || $0 == "}" }) {
            func member(_ name: String) -> String? {
                guard let start = object.firstRange(of: "\"\(name)\":")?.upperBound else { return nil }
                return String(object[start...].prefix { $0 != "," })
            }
            guard let name = member("name"), let weight = member("weight"), let range = member("range")
            else { continue }
            let badness = member("badness")
            let applies = badness.map { $0.count < 5 && $0 != "null" } ?? false
            let key = String(name.dropFirst().dropLast())
            rows[key] = Row(weight: weight, range: range, badness: applies ? badness : nil)
        }
        return rows
    }
}
