import ServiceModel

/// The seam to the parser of unit files, the only place that knows it. Until the parser is there, every unit is
/// refused.
enum UnitReading {
    struct Options {}

    static func options(
        _ facts: HostFacts,
        _ places: LoaderPlaces,
        manager: ManagerSettings,
        isLenient: Bool
    ) -> Options {
        Options()
    }

    static func settings(
        _ file: SourceFile,
        options: Options
    ) -> (settings: ManagerSettings, diagnostics: [Diagnostic]) {
        (ManagerSettings(), [])
    }

    static func unit(_ source: UnitSource, options: Options) -> ParsedUnit {
        var parsed = ParsedUnit(definition: ServiceDefinition(name: source.name))
        parsed.diagnostics = [Diagnostic(.error, at: nil, "unit files cannot be read yet")]
        return parsed
    }
}
