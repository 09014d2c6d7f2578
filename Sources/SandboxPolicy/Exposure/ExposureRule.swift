import ServiceModel

/// How one row of the exposure table judges a unit. After `systemd-analyze security` of systemd 261.
struct ExposureRule: Sendable {
    let name: String
    let weight: Int
    let range: Int
    /// Those that decide, the first one being what the row is about.
    let directives: [String]
    /// What a service can do where the row is bad; a verb and its object.
    let ability: String
    let remedy: String
    let condition: Condition
    /// The calls are those that the machine has.
    let badness: @Sendable (ExposureSettings, Set<String>) -> Int

    /// Which units the row is about.
    enum Condition: Sendable {
        case always, withDefaultDependencies, unprivileged
    }

    func applies(_ settings: ExposureSettings) -> Bool {
        switch condition {
        case .always: true
        case .withDefaultDependencies: settings.hasDefaultDependencies
        case .unprivileged: !settings.isPrivileged
        }
    }

    func text(_ badness: Int?) -> String {
        guard let badness else { return "Does not apply to this unit" }
        if badness == 0 { return "Cannot \(ability)" }
        return (badness < range ? "Can in part " : "Can ") + ability
    }

    static let all: [ExposureRule] =
        identity + files + protections + capabilities + process + restrictions + filters + network

    static func make(
        _ name: String,
        _ weight: Int,
        _ ability: String,
        range: Int = 1,
        set remedy: String,
        of directives: [String] = [],
        where condition: Condition = .always,
        _ badness: @escaping @Sendable (ExposureSettings) -> Int
    ) -> ExposureRule {
        ExposureRule(
            name: name + "=",
            weight: weight,
            range: range,
            directives: directives.isEmpty ? [name] : directives,
            ability: ability,
            remedy: remedy,
            condition: condition,
            badness: { settings, _ in badness(settings) }
        )
    }

    /// A directive that is good when it is on.
    static func toggle(
        _ name: String,
        _ weight: Int,
        _ ability: String,
        where condition: Condition = .always
    ) -> ExposureRule {
        make(name, weight, ability, set: "\(name)=yes", where: condition) { $0.isOn(name) ? 0 : 1 }
    }
}
