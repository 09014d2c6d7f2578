import ServiceModel

/// `BindPaths=`, `BindReadOnlyPaths=` and `TemporaryFileSystem=`: what is put at a place of the service's tree.
extension UnitBuilder {
    mutating func addBindings(_ value: SourceValue, _ directive: Directive, isReadOnly: Bool) {
        guard !value.isEmpty else {
            definition.execution.protection.placements.removeAll {
                if case .bind = $0.kind { $0.isReadOnly == isReadOnly } else { false }
            }
            return
        }
        guard let words = expandedWords(value, directive) else { return }
        for (text, word) in words {
            let optional = text.rest(after: "-")
            let parts = PathText.fields(optional.map(String.init) ?? text)
            guard parts.count <= 3, let source = PathText.absolute(parts[0]),
                let place = parts.count > 1 && !parts[1].isEmpty ? PathText.absolute(parts[1]) : source,
                let isRecursive = recursion(parts.count > 2 ? parts[2] : ""), place != "/"
            else {
                rejectWord(
                    directive,
                    value.location(at: word.offset),
                    "\(directive.key)= takes SOURCE, SOURCE:PLACE or SOURCE:PLACE:norbind with absolute paths, "
                        + "and / is no place, not '\(text)'"
                )
                continue
            }
            definition.execution.protection.placements.append(
                FileProtection.Placement(
                    .bind(from: source, isRecursive: isRecursive),
                    at: place,
                    isReadOnly: isReadOnly,
                    isOptional: optional != nil
                )
            )
        }
    }

    private func recursion(_ word: String) -> Bool? {
        switch word {
        case "", "rbind": true
        case "norbind": false
        default: nil
        }
    }

    mutating func addTemporary(_ value: SourceValue, _ directive: Directive) {
        guard !value.isEmpty else {
            definition.execution.protection.placements.removeAll {
                if case .temporary = $0.kind { true } else { false }
            }
            return
        }
        guard let words = expandedWords(value, directive) else { return }
        for (text, word) in words {
            let parts = PathText.fields(text)
            guard let path = PathText.absolute(parts[0]), path != "/" else {
                let message = "\(directive.key)= takes absolute paths without '..', not / and not '\(text)'"
                rejectWord(directive, value.location(at: word.offset), message)
                continue
            }
            let options = parts.dropFirst().joined(separator: ":").fields(at: ",").map(String.init)
            if let wrong = options.first(where: { !TemporaryOption.isKnown($0) }) {
                rejectWord(
                    directive,
                    value.location(at: word.offset),
                    "'\(wrong)' is no option of \(directive.key)= in this version"
                )
                continue
            }
            definition.execution.protection.placements.append(
                FileProtection.Placement(
                    .temporary(
                        options.filter { TemporaryOption.isFileSystems($0) },
                        isExecutable: !options.contains("noexec")
                    ),
                    at: path,
                    isReadOnly: options.contains("ro"),
                    isOptional: false
                )
            )
        }
    }
}

/// An option of a file system in memory. After tmpfs(5) and mount(8).
private enum TemporaryOption {
    /// Set-user-ID bits and devices never count there.
    private static let flags: Set<String> = ["ro", "rw", "exec", "noexec", "nosuid", "nodev"]
    private static let keys: Set<String> = ["size", "nr_blocks", "nr_inodes", "mode", "uid", "gid", "huge"]

    static func isKnown(_ option: String) -> Bool { flags.contains(option) || isFileSystems(option) }

    static func isFileSystems(_ option: String) -> Bool {
        let parts = option.fields(at: "=")
        return parts.count == 2 && keys.contains(String(parts[0]))
    }
}
