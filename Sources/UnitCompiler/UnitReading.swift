import SandboxPolicy
import ServiceModel
import UnitFiles

/// The seam to the parser of unit files: what it is told of the host, and what its findings mean to us.
enum UnitReading {
    static func settings(_ file: SourceFile) -> (settings: ManagerSettings, diagnostics: [Diagnostic]) {
        UnitFileReader.readManager(texts: [UnitText(path: file.path, bytes: file.bytes)])
    }

    static func unit(_ source: UnitSource, options: ReadingOptions) -> ParsedUnit {
        let files = (source.fragment.map { [$0] } ?? []) + source.dropIns
        let texts = files.map { UnitText(path: $0.path, bytes: $0.bytes) }
        let result = UnitFileReader.read(name: source.name, texts: texts, options: options)
        return ParsedUnit(
            definition: result.definition,
            diagnostics: result.diagnostics,
            uses: result.directives.map(use)
        )
    }

    private static func use(_ used: UsedDirective) -> DirectiveUse {
        DirectiveUse(
            directive: used.directive.key,
            value: used.value,
            location: used.location,
            support: support(used.directive.support),
            restrictsPrivilege: used.directive.restrictsPrivilege
        )
    }

    private static func support(_ support: Directive.Support) -> DirectiveUse.Support {
        switch support {
        case .supported: .supported
        case .notEnforcedYet: .notEnforcedYet
        case .notSupported: .notSupported
        }
    }

    static func options(
        _ facts: HostFacts,
        _ places: LoaderPlaces,
        manager: ManagerSettings,
        isLenient: Bool
    ) -> ReadingOptions {
        var options = ReadingOptions()
        options.isLenient = isLenient
        options.manager = manager
        options.specifiers.credentialsBase = places.credentialsBase
        for (letter, value) in host(facts) + account(facts) + folders(places) {
            if let value { options.specifiers.byLetter[letter] = value }
        }
        return options
    }

    private static func host(_ facts: HostFacts) -> [(Character, String?)] {
        let short = facts.hostName.fields(at: ".").first.map(String.init)
        return [
            ("a", architecture(facts.machine)), ("b", facts.bootID), ("m", facts.machineID),
            ("H", facts.hostName),
            ("l", short ?? facts.hostName), ("q", facts.prettyHostName ?? short), ("v", facts.kernelRelease),
            ("B", facts.release["BUILD_ID"] ?? ""), ("A", facts.release["IMAGE_VERSION"] ?? ""),
            ("M", facts.release["IMAGE_ID"] ?? ""), ("o", facts.release["ID"] ?? "linux"),
            ("w", facts.release["VERSION_ID"] ?? ""), ("W", facts.release["VARIANT_ID"] ?? ""),
        ]
    }

    /// The supervisor's own account, as systemd has it: not the unit's.
    private static func account(_ facts: HostFacts) -> [(Character, String?)] {
        let features = facts.features
        return [
            ("u", features.userName ?? "\(features.user)"), ("U", "\(features.user)"),
            ("g", features.groupName ?? "\(features.group)"), ("G", "\(features.group)"),
            ("h", facts.home), ("s", facts.shell),
        ]
    }

    private static func folders(_ places: LoaderPlaces) -> [(Character, String?)] {
        let letters: [Character] = ["t", "S", "C", "L", "E"]
        return zip(letters, places.directoryBases).map { ($0, $1) }
            + [
                ("D", places.sharedData), ("T", places.temporary ?? "/tmp"),
                ("V", places.temporary ?? "/var/tmp"),
            ]
    }

    /// systemd's word for the kernel's.
    private static func architecture(_ machine: String) -> String {
        switch machine {
        case "x86_64": "x86-64"
        case "aarch64": "arm64"
        case "i386", "i486", "i586", "i686": "x86"
        case "ppc64le": "ppc64-le"
        case "armv6l", "armv7l", "armv8l": "arm"
        default: machine
        }
    }
}
