import LinuxSystem
import ServiceModel

/// Finds the units of a search path and reads their files. All of this runs with the supervisor's privilege, so
/// it looks at names, links, owners and sizes, and never at what a file says.
package struct UnitScanner {
    private let request: ScanRequest
    private var reader: FileReader
    private var dropIns = DropInStore()
    private var templates: [UnitName: ReadFile] = [:]
    private var directories: [UnitDirectory] = []
    private var index = UnitIndex()
    private var findings = ScanFindings()

    package static func scan(_ request: ScanRequest) -> ScanFindings {
        var scanner = UnitScanner(request)
        scanner.openDirectories()
        scanner.indexEntries()
        let wanted = scanner.wantedNames()
        for unit in scanner.resolveNames(wanted: wanted) { scanner.read(unit) }
        return scanner.findings
    }

    private init(_ request: ScanRequest) {
        self.request = request
        reader = FileReader(trust: request.trust, isLenient: request.isLenient)
    }

    // MARK: Directories

    private mutating func openDirectories() {
        for path in request.paths {
            guard let directory = open(path) else { continue }
            directories.append(directory)
        }
    }

    /// Nil when there is none, which is not worth a word, or when it cannot be used.
    private mutating func open(_ path: String) -> UnitDirectory? {
        do throws(SystemError) {
            let directory = try Directory(path)
            let objection = try objection(to: directory, path)
            guard let names = try directory.names(limit: LoadLimits.namesInDirectory) else {
                report(.error, path, FileReader.tooManyNames)
                return nil
            }
            return UnitDirectory(path: path, directory: directory, names: names, objection: objection)
        } catch {
            if error.errno != Errno.noEntry { report(.error, path, "cannot be read: \(error)") }
            return nil
        }
    }

    private func objection(to directory: borrowing Directory, _ path: String) throws(SystemError) -> String? {
        if let objection = try request.trust.objection(to: directory) { return objection }
        return request.judgesWay ? request.trust.objection(onTheWayTo: path) : nil
    }

    private mutating func report(_ severity: Diagnostic.Severity, _ path: String, _ message: String) {
        findings.diagnostics.append(FileReader.problem(severity, path, message))
    }

    // MARK: Entries

    private mutating func indexEntries() {
        for (place, directory) in directories.enumerated() {
            for name in directory.names.sorted() { indexEntry(name.text, in: directory, at: place) }
        }
    }

    private mutating func indexEntry(
        _ text: String,
        in directory: UnitDirectory,
        at place: UnitDirectory.Index
    ) {
        guard let suffix = text.fields(at: ".").last, UnitKind(rawValue: String(suffix)) != nil else {
            return
        }
        let path = directory.path(of: text)
        guard let name = UnitName(text) else {
            report(.warning, path, "is not read: '\(text)' is not a valid unit name")
            return
        }
        guard name.kind == .service else {
            report(.note, path, "is not read: Castellan runs services, not \(name.kind.rawValue) units")
            return
        }
        index.add(name, entry(text, in: directory, at: place))
    }

    private func entry(_ name: String, in directory: UnitDirectory, at place: UnitDirectory.Index)
        -> UnitEntry
    {
        // Not even a mask or an alias counts where others may write.
        var problems: [Diagnostic] = []
        guard reader.isTrusted(directory.objection, path: directory.path, problems: &problems) else {
            return .unusable(problems)
        }
        let path = directory.path(of: name)
        do throws(SystemError) {
            let status = try directory.directory.status(of: name)
            switch status.kind {
            case .regular: return status.size == 0 ? .masked : .file(place)
            case .symbolicLink: return try link(name, in: directory)
            case .directory, .other:
                return .unusable([FileReader.problem(.error, path, FileReader.wrongKind(status.kind))])
            }
        } catch {
            return .unusable([FileReader.problem(.error, path, "cannot be read: \(error)")])
        }
    }

    private func link(_ name: String, in directory: UnitDirectory) throws(SystemError) -> UnitEntry {
        let path = directory.path(of: name)
        let text = try directory.directory.linkTarget(of: name) ?? ""
        let places = request.paths
        switch LinkTarget(text, in: directory.path, directories: places, root: request.root) {
        case .mask: return .masked
        case .unit(let target): return .alias(target, path: path)
        case .elsewhere:
            let message =
                "links to '\(text)', which is not a unit in the unit directories; copy the file here instead"
            return .unusable([FileReader.problem(.error, path, message)])
        }
    }

    // MARK: Names

    /// Services linked from a target's `.wants`, `.requires` or `.upholds`: wherever they are linked, they are to run.
    private mutating func wantedNames() -> Set<UnitName> {
        var wanted: Set<UnitName> = []
        for directory in directories {
            for name in directory.names.sorted().map(\.text) {
                for ending in [".wants", ".requires", ".upholds"] {
                    if name.ends(with: ".target" + ending) {
                        wanted.formUnion(linkedNames(name, in: directory))
                    } else if name.ends(with: ".service" + ending) {
                        let message = "is not read: services start no others by links in this version"
                        report(.note, directory.path(of: name), message)
                    }
                }
            }
        }
        return wanted
    }

    private mutating func linkedNames(_ name: String, in parent: UnitDirectory) -> [UnitName] {
        guard let opened = reader.subdirectory(name, in: parent, problems: &findings.diagnostics) else {
            return []
        }
        return opened.names.compactMap { UnitName($0.text) }
            .filter { $0.kind == .service && !$0.isTemplate && isLink($0.text, in: opened) }
    }

    private func isLink(_ name: String, in directory: UnitDirectory) -> Bool {
        do throws(SystemError) {
            return try directory.directory.status(of: name).kind == .symbolicLink
        } catch {
            // It went away between listing and looking: not wanted any more.
            return false
        }
    }

    /// A unit to be read: its names are known, its files are not yet.
    private struct Found {
        var source: UnitSource
        let entry: UnitName
    }

    private mutating func resolveNames(wanted: Set<UnitName>) -> [Found] {
        var found: [UnitName: Found] = [:]
        let present = index.entries.keys.filter { !$0.isTemplate }
        for name in present.sorted() + request.instances + wanted.sorted() {
            switch index.resolve(name) {
            case .unit(let unit, let entry):
                add(unit, entry, alias: name, isWanted: wanted.contains(name), to: &found)
            case .missing(let target):
                reportMissing(name, target: target, to: &found)
            case .cycle(let names):
                let list = names.map(\.text).joined(separator: " -> ")
                addBroken(name, "is an alias without end: \(list)", to: &found)
            }
        }
        return found.values.filter { isRequested($0.source) }.sorted { $0.source.name < $1.source.name }
    }

    private func add(
        _ unit: UnitName,
        _ entry: UnitName,
        alias: UnitName,
        isWanted: Bool,
        to found: inout [UnitName: Found]
    ) {
        if unit.isTemplate {
            addBroken(alias, "is an alias of the template '\(unit)'; link an instance to it", to: &found)
            return
        }
        var known = found[unit] ?? Found(source: UnitSource(name: unit), entry: entry)
        if isWanted { known.source.isWanted = true }
        if alias != unit, !known.source.aliases.contains(alias) {
            known.source.aliases.append(alias)
            known.source.aliases.sort()
        }
        found[unit] = known
    }

    private mutating func reportMissing(_ name: UnitName, target: UnitName, to found: inout [UnitName: Found])
    {
        if index.entries[name] != nil {
            addBroken(name, "is an alias of '\(target)', which does not exist", to: &found)
        } else if request.instances.contains(name) {
            let message =
                "there is no unit '\(name)'" + (name.template.map { " and no template '\($0)'" } ?? "")
            findings.diagnostics.append(Diagnostic(.error, at: nil, message))
        }
        // A wanted unit that is not installed is nobody's error.
    }

    private func addBroken(_ name: UnitName, _ message: String, to found: inout [UnitName: Found]) {
        var path = name.text
        if case .alias(_, let linkPath) = index.entries[name] { path = linkPath }
        var source = UnitSource(name: name)
        source.problems = [FileReader.problem(.error, path, message)]
        found[name] = Found(source: source, entry: name)
    }

    private func isRequested(_ source: UnitSource) -> Bool {
        guard let only = request.only else { return true }
        return only.contains(source.name) || source.aliases.contains { only.contains($0) }
    }

    // MARK: Files

    private mutating func read(_ found: Found) {
        var source = found.source
        switch index.entries[found.entry] {
        case .file(let place): readFragment(found.entry, in: directories[place], of: &source)
        case .masked: source.isMasked = true
        case .unusable(let problems): source.problems += problems
        case .alias, nil: break
        }
        if !source.isMasked { readDropIns(of: &source, entry: found.entry) }
        findings.units.append(source)
    }

    private mutating func readFragment(
        _ entry: UnitName,
        in directory: UnitDirectory,
        of source: inout UnitSource
    ) {
        let read = templates[entry] ?? fragment(entry, in: directory)
        // Instances share their template's bytes.
        if entry.isTemplate { templates[entry] = read }
        source.fragment = read.file
        source.problems += read.problems
    }

    private mutating func fragment(_ entry: UnitName, in directory: UnitDirectory) -> ReadFile {
        var read = ReadFile()
        let isTrusted = reader.isTrusted(directory.objection, path: directory.path, problems: &read.problems)
        guard isTrusted else { return read }
        let path = directory.path(of: entry.text)
        read.file = reader.read(entry.text, in: directory.directory, path: path, problems: &read.problems)
        return read
    }

    private mutating func readDropIns(of source: inout UnitSource, entry: UnitName) {
        var chosen: [FileName: ReadFile] = [:]
        var seen: Set<String> = []
        for names in dropInDirectories(of: source, entry: entry) {
            for parent in directories {
                for name in names where parent.names.contains(FileName(name)) {
                    guard seen.insert(parent.path(of: name)).inserted else { continue }
                    let directory = dropIns.directory(name, in: parent, reader: &reader)
                    source.problems += directory.problems
                    // The first directory that has a file of the name wins.
                    chosen.merge(directory.files) { first, _ in first }
                }
            }
        }
        guard chosen.count <= LoadLimits.dropIns else {
            let message =
                "'\(source.name)' has \(chosen.count) drop-ins; more than \(LoadLimits.dropIns) are not read"
            source.problems.append(Diagnostic(.error, at: nil, message))
            return
        }
        for (_, dropIn) in chosen.sorted(by: { $0.key < $1.key }) {
            source.problems += dropIn.problems
            if let file = dropIn.file { source.dropIns.append(file) }
        }
    }

    /// For each of the unit's names those to look for in one place of the path after the other, as systemd does:
    /// where a file lies counts more than how closely its directory is named after the unit. Last what all share.
    private func dropInDirectories(of source: UnitSource, entry: UnitName) -> [[String]] {
        ([source.name] + source.aliases + [entry]).map { DropInNames.directories(for: $0) } + [["service.d"]]
    }
}
