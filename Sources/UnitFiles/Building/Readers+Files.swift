import ServiceModel

extension DirectiveReaders {
    static let files: [String: DirectiveReader] = {
        var readers: [String: DirectiveReader] = [
            "RootDirectory": { builder, value, directive in
                guard !value.isEmpty else {
                    builder.definition.execution.files.rootDirectory = nil
                    return
                }
                if let path = builder.absolutePath(value, directive) {
                    builder.definition.execution.files.rootDirectory = path == "/" ? nil : path
                }
            },
            "WorkingDirectory": { builder, value, directive in builder.setWorkingDirectory(value, directive)
            },
            "ExecSearchPath": { builder, value, directive in
                guard !value.isEmpty else {
                    builder.definition.execution.files.searchPath = []
                    return
                }
                guard let text = builder.expanded(value, directive) else { return }
                for part in text.fields(at: ":") {
                    guard let path = PathText.absolute(String(part)) else {
                        builder.reject(directive, value.start, "'\(part)' is not an absolute path")
                        continue
                    }
                    builder.definition.execution.files.searchPath.append(path)
                }
            },
            "RuntimeDirectoryPreserve": Kinds.choice(
                [("no", FileLayout.Preservation.no), ("yes", .yes), ("restart", .restart)],
                default: .no
            ) { $0.definition.execution.files.runtimePreservation = $1 },
            "OpenFile": { builder, value, directive in builder.addOpenFile(value, directive) },
            "LoadCredential": { builder, value, directive in builder.addLoadedCredential(value, directive) },
            "SetCredential": { builder, value, directive in builder.addInlineCredential(value, directive) },
        ]
        for kind in FileLayout.DirectoryKind.allCases {
            readers[kind.directive] = { builder, value, directive in
                builder.addDirectories(kind, value, directive)
            }
            readers[kind.directive + "Mode"] = Kinds.value(
                "an octal mode such as '0750'",
                default: 0o755,
                NumberText.mode
            ) { $0.definition.execution.files.directoryModes[Int(kind.rawValue)] = $1 }
        }
        return readers
    }()
}

extension FileLayout.DirectoryKind {
    var directive: String {
        switch self {
        case .runtime: "RuntimeDirectory"
        case .state: "StateDirectory"
        case .cache: "CacheDirectory"
        case .logs: "LogsDirectory"
        case .configuration: "ConfigurationDirectory"
        }
    }
}

extension UnitBuilder {
    mutating func absolutePath(_ value: SourceValue, _ directive: Directive) -> String? {
        guard let text = expanded(value, directive) else { return nil }
        guard let path = PathText.absolute(text) else {
            reject(
                directive,
                value.start,
                "\(directive.key)= takes an absolute path without '..', not '\(text)'"
            )
            return nil
        }
        return path
    }

    /// A wrong directory is an error: the service would run elsewhere than it was meant to.
    fileprivate mutating func setWorkingDirectory(_ value: SourceValue, _ directive: Directive) {
        guard !value.isEmpty else {
            definition.execution.files.workingDirectory = nil
            return
        }
        guard let text = expanded(value, directive) else { return }
        let rest = text.rest(after: "-")
        let isOptional = rest != nil
        let path = rest.map(String.init) ?? text
        if path == "~" {
            definition.execution.files.workingDirectory = .home(isOptional: isOptional)
        } else if let absolute = PathText.absolute(path) {
            definition.execution.files.workingDirectory = .path(absolute, isOptional: isOptional)
        } else {
            report(.error, value.start, "WorkingDirectory= takes an absolute path or '~', not '\(path)'")
        }
    }

    fileprivate mutating func addDirectories(
        _ kind: FileLayout.DirectoryKind,
        _ value: SourceValue,
        _ directive: Directive
    ) {
        guard !value.isEmpty else {
            definition.execution.files.directories.removeAll { $0.kind == kind }
            return
        }
        guard let words = expandedWords(value, directive) else { return }
        for (text, word) in words {
            let parts = text.fields(at: ":", omittingEmptySubsequences: false).map(String.init)
            let links = parts.dropFirst().filter { !$0.isEmpty }
            // systemd 257 and later.
            guard parts.count < 3 || parts[2] != "ro" else {
                refuse(
                    value.location(at: word.offset),
                    "\(directive.key)=\(text) is to be read-only for the service, which is not enforced yet"
                )
                continue
            }
            guard let name = PathText.relative(parts[0]), parts.count < 3, name != "private",
                !name.begins(with: "private/"), links.allSatisfy({ PathText.relative($0) != nil })
            else {
                refuse(
                    value.location(at: word.offset),
                    "\(directive.key)= takes relative paths without '..' and outside 'private', such as 'web' or 'web:link', not '\(text)'"
                )
                continue
            }
            guard kind != .configuration || links.isEmpty else {
                refuse(value.location(at: word.offset), "ConfigurationDirectory= takes no links")
                continue
            }
            definition.execution.files.directories.append(
                FileLayout.ServiceDirectory(
                    kind: kind,
                    name: name,
                    links: links.compactMap(PathText.relative)
                )
            )
        }
    }

    /// `path[:name[:options]]`
    fileprivate mutating func addOpenFile(_ value: SourceValue, _ directive: Directive) {
        guard !value.isEmpty else {
            definition.execution.openFiles = []
            return
        }
        guard let text = expanded(value, directive) else { return }
        let parts = text.fields(at: ":", maxSplits: 2, omittingEmptySubsequences: false).map(
            String.init
        )
        guard let path = PathText.absolute(parts[0]) else {
            refuse(
                value.start,
                "OpenFile= takes 'path:name:options' with an absolute path, not '\(text)'"
            )
            return
        }
        let name =
            parts.count > 1 && !parts[1].isEmpty
            ? parts[1] : path.fields(at: "/").last.map(String.init) ?? "file"
        var options: OpenFile.Options = []
        for word in (parts.count > 2 ? parts[2] : "").fields(at: ",") {
            guard let option = UnitBuilder.openOptions[String(word)] else {
                let hint = hint(for: String(word), among: UnitBuilder.openOptions.keys)
                refuse(value.start, "unknown option '\(word)' of OpenFile=" + hint)
                return
            }
            options.formUnion(option)
        }
        // Opened for reading, for appending, or emptied first: one of them.
        guard options.subtracting(.graceful).rawValue.nonzeroBitCount <= 1 else {
            refuse(value.start, "'read-only', 'append' and 'truncate' exclude each other")
            return
        }
        definition.execution.openFiles.append(OpenFile(path: path, name: name, options: options))
    }

    private static let openOptions: [String: OpenFile.Options] = [
        "read-only": .readOnly, "append": .append, "truncate": .truncate, "graceful": .graceful,
    ]

    // MARK: credentials

    fileprivate mutating func addLoadedCredential(_ value: SourceValue, _ directive: Directive) {
        guard !value.isEmpty else {
            definition.execution.credentials.removeAll {
                if case .file = $0.source { true } else { false }
            }
            return
        }
        guard let text = expanded(value, directive) else { return }
        guard text.holds("/") else {
            // Without a path it is one of the machine's own credentials, which may be missing under systemd too.
            report(
                .warning,
                value.start,
                "the system's own credentials are not available in this version; '\(text)' is left out"
            )
            return
        }
        guard let colon = text.firstPosition(of: ":"),
            let path = PathText.absolute(String(text[text.utf8.index(after: colon)...]))
        else {
            refuse(value.start, "LoadCredential= takes 'name:/absolute/path' here, not '\(text)'")
            return
        }
        add(Credential(name: String(text[..<colon]), source: .file(path)), value)
    }

    fileprivate mutating func addInlineCredential(_ value: SourceValue, _ directive: Directive) {
        guard !value.isEmpty else {
            definition.execution.credentials.removeAll {
                if case .inline = $0.source { true } else { false }
            }
            return
        }
        guard let bytes = expandedBytes(value.bytes, value, 0, directive) else { return }
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else {
            refuse(value.start, "SetCredential= takes 'name:value'")
            return
        }
        guard let secret = UnitBuilder.unescaped(Array(bytes[(colon + 1)...])) else {
            refuse(
                value.start,
                "unknown escape sequence in SetCredential=; a backslash itself is written '\\\\'"
            )
            return
        }
        add(
            Credential(name: String(decoding: bytes[..<colon], as: UTF8.self), source: .inline(secret)),
            value
        )
    }

    private mutating func add(_ credential: Credential, _ value: SourceValue) {
        let name = credential.name
        let isFileName =
            !name.isEmpty && name.utf8.count < 256 && !name.holds("/") && name != "." && name != ".."
        guard isFileName, name.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else {
            refuse(value.start, "'\(name)' is no name for a credential; it becomes a file's name")
            return
        }
        definition.execution.credentials.append(credential)
    }

    static func unescaped(_ bytes: [UInt8]) -> [UInt8]? {
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "\\") else {
                result.append(bytes[index])
                index += 1
                continue
            }
            guard let escape = Escape.read(bytes, at: index) else { return nil }
            result += escape.bytes
            index += escape.length
        }
        return result
    }
}
