package import ServiceModel

/// The exposure score of a unit after `systemd-analyze security`: what its files declare, and beside it what of that
/// is enforced here. Integers only, so that the digits are systemd's.
package struct Exposure: Hashable, Sendable {
    /// Those first whose mending would lower the effective score most.
    package let rows: [ExposureRow]
    /// Tenths, 0 to 100.
    package let declared: Int
    package let effective: Int

    /// `plan` must come from the same request and uses. `resolves` says whether the machine has a system call.
    package init(
        _ request: ExecutionRequest,
        uses: [DirectiveUse],
        plan: ConfinementPlan,
        resolves: (String) -> Bool
    ) {
        var outcomes: [String: Enforcement] = [:]
        for outcome in plan.outcomes { outcomes[outcome.directive] = outcome.enforcement }
        let declared = ExposureSettings(declared: request, uses: uses)
        let held = ExposureSettings(held: plan, uses: uses, outcomes: outcomes)
        let calls = SystemCallGroups.all.flatMap { SystemCallGroups.members(of: $0.name) ?? [] }
        let present = Set(calls).filter(resolves)
        let rows = ExposureRule.all.map { rule in
            ExposureRow(rule, declared: declared, held: held, outcomes: outcomes, calls: present)
        }
        self.init(rows)
    }

    package init(_ rows: [ExposureRow]) {
        let order = rows.enumerated().sorted {
            ($1.element.effectivePoints, $1.element.points, $0.offset)
                < ($0.element.effectivePoints, $0.element.points, $1.offset)
        }
        self.rows = order.map(\.element)
        declared = Exposure.total(rows) { $0.points }
        effective = Exposure.total(rows) { $0.effectivePoints }
    }

    package var level: ExposureLevel { ExposureLevel(tenths: declared) }
    package var effectiveLevel: ExposureLevel { ExposureLevel(tenths: effective) }

    /// What the row adds to the declared score, in tenths, as systemd rounds it; nil for nothing.
    package func share(_ row: ExposureRow) -> Int? { share(row, row.badness) }
    package func effectiveShare(_ row: ExposureRow) -> Int? { share(row, row.effectiveBadness) }

    /// What a mechanism (`landlock`, `mounts`, `seccomp`) holds: the directives that count as good because of it.
    package func rows(heldBy mechanism: String) -> [ExposureRow] {
        rows.filter { $0.enforcement == .enforced(by: mechanism) }
    }

    private func share(_ row: ExposureRow, _ badness: Int?) -> Int? {
        guard let badness, badness > 0 else { return nil }
        let points = (badness * row.weight * 100 + row.range - 1) / row.range
        return Exposure.quotient(points, Exposure.weight(rows))
    }

    private static func weight(_ rows: [ExposureRow]) -> Int {
        rows.reduce(0) { $0 + ($1.badness == nil ? 0 : $1.weight) }
    }

    private static func total(_ rows: [ExposureRow], _ points: (ExposureRow) -> Int) -> Int {
        quotient(rows.reduce(0) { $0 + points($1) } * 100, weight(rows))
    }

    /// Rounded up.
    private static func quotient(_ value: Int, _ divisor: Int) -> Int {
        divisor == 0 ? 0 : (value + divisor - 1) / divisor
    }
}

extension ExposureRow {
    fileprivate init(
        _ rule: ExposureRule,
        declared: ExposureSettings,
        held: ExposureSettings,
        outcomes: [String: Enforcement],
        calls: Set<String>
    ) {
        // Whether a row applies is asked of what is declared, so that both scores have one divisor.
        let applies = rule.applies(declared)
        let badness = applies ? rule.badness(declared, calls) : nil
        let asHeld = applies ? rule.badness(held, calls) : nil
        let effective = badness.flatMap { worst in asHeld.map { max(worst, $0) } }
        self.init(
            name: rule.name,
            weight: rule.weight,
            range: rule.range,
            badness: badness,
            effectiveBadness: effective,
            text: rule.text(effective),
            remedy: rule.remedy,
            enforcement: rule.directives.compactMap { outcomes[$0] }.first
        )
    }
}
