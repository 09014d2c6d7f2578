import ServiceModel

extension DirectiveReaders {
    static let limits: [String: DirectiveReader] = Dictionary(
        uniqueKeysWithValues: ResourceLimit.Kind.allCases.map { ("Limit" + $0.directiveSuffix, limit($0)) }
    )

    private static func limit(_ kind: ResourceLimit.Kind) -> DirectiveReader {
        { builder, value, directive in
            var limits = builder.definition.execution.limits.filter { $0.kind != kind }
            if value.isEmpty {
                limits += builder.options.manager.defaultLimits.filter { $0.kind == kind }
            } else {
                guard let limit = LimitText.parse(value.text, kind) else {
                    builder.reject(directive, value.start, problem(directive.key, value.text, kind))
                    return
                }
                limits.append(limit)
            }
            builder.definition.execution.limits = limits
        }
    }

    private static func problem(_ key: String, _ text: String, _ kind: ResourceLimit.Kind) -> String {
        if text.holds("%") {
            return "\(key)= takes \(what(kind)) and no percentage; '\(text)' has no whole to be a part of"
        }
        let parts = text.fields(at: ":", maxSplits: 1).map(String.init)
        if parts.count == 2, parts.allSatisfy({ LimitText.parse($0, kind) != nil }) {
            return "the soft limit of \(key)=\(text) is above its hard limit"
        }
        return "\(key)= takes \(what(kind)), 'infinity', or 'soft:hard', not '\(text)'"
    }

    private static func what(_ kind: ResourceLimit.Kind) -> String {
        switch kind {
        case .cpu, .realTimeTime: "a time span"
        case .nice: "a nice level such as '+5' or a number from 0 to 40"
        case .fileSize, .data, .stack, .core, .residentSet, .lockedMemory, .addressSpace, .messageQueue:
            "a size such as '64M'"
        case .processes, .openFiles, .locks, .pendingSignals, .realTimePriority: "a number"
        }
    }
}
