import ServiceModel
import Testing
import UnitFiles

@testable import UnitCompiler

@Suite("The loader's command line")
struct LoaderOptionsTests {
    @Test("reads every option, attached or apart")
    func everything() {
        var expected = LoaderOptions()
        expected.unitPath = ["/a", "/b"]
        expected.configuration = "/c.conf"
        expected.root = "/r"
        expected.hasRoot = true
        expected.instances = ["x@1.service", "x@2"]
        expected.isLenient = true
        expected.outputDescriptor = 7
        let words = [
            "--unit-path=/a:/b", "-c", "/c.conf", "--root", "/r", "--instance", "x@1.service",
            "--instance=x@2",
            "--compat=systemd", "--output-fd", "7",
        ]
        #expect(LoaderOptions.parse(words) == .run(expected))
    }

    @Test("takes units and files to verify, and everything after two dashes as it stands")
    func operands() {
        var expected = LoaderOptions()
        expected.verifies = true
        expected.isJSON = true
        expected.operands = ["web", "./a.service", "--odd.service"]
        #expect(
            LoaderOptions.parse(["--verify", "web", "--json", "./a.service", "--", "--odd.service"])
                == .run(expected)
        )
    }

    @Test("answers for help and version, whatever else is said")
    func answers() {
        #expect(LoaderOptions.parse(["--json", "--help"]) == .help)
        #expect(LoaderOptions.parse(["-V"]) == .version)
    }

    @Test(
        "refuses what it does not know in one sentence",
        arguments: [
            (["--frob"], "unknown option '--frob'"),
            (["--frob=1"], "unknown option '--frob'"),
            (["-x"], "unknown option '-x'"),
            (["--root"], "--root needs a value"),
            (["--root="], "--root needs a value"),
            (["--root", "relative"], "--root takes an absolute path, not 'relative'"),
            (["--unit-path", "a:/b"], "--unit-path takes absolute directories separated by ':', not 'a:/b'"),
            (["--unit-path", ":"], "--unit-path takes absolute directories separated by ':', not ':'"),
            (["--compat", "upstart"], "--compat takes 'systemd', not 'upstart'"),
            (["--output-fd", "-1"], "--output-fd takes a descriptor, not '-1'"),
            (["--output-fd", "99999999999"], "--output-fd takes a descriptor, not '99999999999'"),
            (["--verify=yes"], "--verify takes no value"),
            (["web.service"], "unexpected argument 'web.service'; units are named with --verify"),
            (["--json"], "--json goes with --verify or --security"),
        ]
    )
    func refusals(words: [String], message: String) {
        #expect(LoaderOptions.parse(words) == .unusable(message))
    }

    @Test("names every option in its help")
    func help() {
        for option in [
            "--unit-path", "-c", "--config", "--root", "--instance", "--compat", "--output-fd", "--verify",
        ] {
            #expect(LoaderOptions.usage.contains(option))
        }
        #expect(LoaderOptions.usage.split(separator: "\n").allSatisfy { $0.count <= 110 })
    }

    @Test("finds the defaults of root below the root, and a user's in the user's own folders")
    func places() {
        var rooted = LoaderOptions()
        rooted.root = "/r"
        rooted.hasRoot = true
        let root = LoaderPlaces(rooted, isRoot: true, home: "/root", environment: { _ in nil })
        #expect(
            root.unitPaths == [
                "/r/etc/castellan/units", "/r/run/castellan/units", "/r/usr/lib/castellan/units",
            ]
        )
        #expect(root.configuration == "/r/etc/castellan/supervisord.conf")
        #expect(root.sharedData == "/r/usr/share")

        let variables = ["XDG_CONFIG_HOME": "/c", "XDG_RUNTIME_DIR": "/x", "XDG_STATE_HOME": "relative"]
        let user = LoaderPlaces(
            LoaderOptions(),
            isRoot: false,
            home: "/home/me",
            environment: { variables[$0] }
        )
        #expect(user.unitPaths == ["/c/castellan/units", "/x/castellan/units"])
        #expect(user.configuration == "/c/castellan/supervisord.conf")
        #expect(user.sharedData == "/home/me/.local/share")
        #expect(
            user.directoryBases == [
                "/x", "/home/me/.local/state", "/home/me/.cache", "/home/me/.local/state/log", "/c",
            ]
        )

        for (variables, named) in [
            ([:], nil), (["TMPDIR": "/a", "TMP": "/c"], "/a"),
            (["TMPDIR": "relative", "TEMP": "/tmp"], "/tmp"),
            (["TMP": "/c"], "/c"),
        ] as [([String: String], String?)] {
            let places = LoaderPlaces(rooted, isRoot: true, home: "/root", environment: { variables[$0] })
            #expect(places.temporary == named)
            let options = UnitReading.options(
                HostFacts(),
                places,
                manager: ManagerSettings(),
                isLenient: false
            )
            #expect(options.specifiers.byLetter["T"] == named ?? "/tmp")
            #expect(options.specifiers.byLetter["V"] == named ?? "/var/tmp")
        }

        var explicit = rooted
        explicit.unitPath = ["/u"]
        explicit.configuration = "/f"
        let given = LoaderPlaces(explicit, isRoot: true, home: "/root", environment: { _ in nil })
        #expect(given.unitPaths == ["/u"])
        #expect(given.configuration == "/f")
    }
}
