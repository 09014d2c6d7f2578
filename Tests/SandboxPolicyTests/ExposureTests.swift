import SandboxPolicy
import ServiceModel
import Testing

@Suite("The exposure score")
struct ExposureTests {
    private func use(_ directive: String, _ value: String, _ support: DirectiveUse.Support = .supported)
        -> DirectiveUse
    {
        DirectiveUse(
            directive: directive,
            value: value,
            location: nil,
            support: support,
            restrictsPrivilege: true
        )
    }

    private func exposure(
        _ request: ExecutionRequest = ExecutionRequest(),
        _ uses: [DirectiveUse] = [],
        host: HostFeatures = HostFeatures()
    ) -> Exposure {
        let plan = ConfinementPlan(request, uses: uses, host: host, isBestEffort: true)
        return Exposure(request, uses: uses, plan: plan) { _ in true }
    }

    private func row(_ name: String, _ exposure: Exposure) throws -> ExposureRow {
        try #require(exposure.rows.first { $0.name == name })
    }

    @Test("has systemd's rows and weights")
    func weights() {
        let rows = exposure().rows
        #expect(rows.count == Set(rows.map(\.name)).count)
        #expect(rows.count == 81)
        #expect(rows.reduce(0) { $0 + $1.weight } == 56_460)
    }

    @Test("of a unit that restricts nothing is systemd's 9.6, declared and effective")
    func nothing() {
        let bare = exposure()
        #expect(bare.declared == 96)
        #expect(bare.effective == 96)
        #expect(bare.level == .unsafe)
    }

    @Test(
        "counts what is not carried out as declared, and never as effective",
        arguments: ["PrivateNetwork", "PrivateUsers"]
    )
    func unenforced(directive: String) throws {
        let judged = exposure(ExecutionRequest(), [use(directive, "yes", .notEnforcedYet)])
        let row = try row(directive + "=", judged)
        #expect(row.badness == 0)
        #expect(row.effectiveBadness == 1)
        #expect(judged.declared < judged.effective)
        #expect(judged.rows.first?.effectiveBadness != 0)
    }

    @Test("counts as effective what the host can enforce, and not what it cannot")
    func host() throws {
        var request = ExecutionRequest()
        request.protection.system = .strict
        let uses = [use("ProtectSystem", "strict")]
        let able = try row("ProtectSystem=", exposure(request, uses))
        #expect(able.effectiveBadness == 0)
        #expect(able.enforcement == .enforced(by: "mounts"))
        var host = HostFeatures()
        host.capabilities = []
        let unable = try row("ProtectSystem=", exposure(request, uses, host: host))
        #expect(unable.badness == 0)
        #expect(unable.effectiveBadness == 10)
    }

    @Test("shows what holds in part with its gap, and does not count it")
    func emulated() throws {
        var request = ExecutionRequest()
        request.identity.isDynamic = true
        let judged = exposure(request, [use("DynamicUser", "yes")])
        let user = try row("User=/DynamicUser=", judged)
        guard case .emulated = user.enforcement else { return }
        #expect(user.badness == 0)
        #expect(user.effectiveBadness == 10)
        #expect(try row("NoNewPrivileges=", judged).effectiveBadness == 0)
    }

    @Test("puts first what would lower it most")
    func order() {
        let rows = exposure().rows
        #expect(rows.first?.name == "PrivateNetwork=")
        #expect(zip(rows, rows.dropFirst()).allSatisfy { $0.effectivePoints >= $1.effectivePoints })
    }

    @Test("is never lower as it holds than as it is declared")
    func never() throws {
        var request = ExecutionRequest()
        request.capabilities.ambient = .setUID
        let judged = exposure(request, [use("AmbientCapabilities", "CAP_SETUID"), use("Delegate", "yes")])
        #expect(try row("AmbientCapabilities=", judged).effectiveBadness == 1)
        #expect(try row("Delegate=", judged).effectiveBadness == 1)
    }

    @Test(
        "has systemd's words for the numbers",
        arguments: [
            (0, ExposureLevel.perfect), (1, .safe), (9, .safe), (10, .ok), (49, .ok), (50, .medium),
            (75, .exposed), (89, .exposed), (90, .unsafe), (100, .dangerous),
        ]
    )
    func level(tenths: Int, level: ExposureLevel) {
        #expect(ExposureLevel(tenths: tenths) == level)
    }
}
