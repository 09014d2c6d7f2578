import LinuxSystem
import ServiceModel

/// The drop-in directories read so far. Many units share `service.d`, their template's or their prefix's; each
/// is read once, and none stays open.
struct DropInStore {
    struct Content {
        /// By file name.
        var files: [FileName: ReadFile] = [:]
        var problems: [Diagnostic] = []
    }

    private var read: [String: Content] = [:]

    mutating func directory(_ name: String, in parent: UnitDirectory, reader: inout FileReader) -> Content {
        let path = parent.path(of: name)
        if let known = read[path] { return known }
        let content = DropInStore.content(name, in: parent, reader: &reader)
        read[path] = content
        return content
    }

    private static func content(_ name: String, in parent: UnitDirectory, reader: inout FileReader) -> Content
    {
        var content = Content()
        let opened = reader.subdirectory(name, in: parent, problems: &content.problems)
        guard let directory = opened else { return content }
        let names = directory.names.filter { $0.text.ends(with: ".conf") }
        guard names.count <= LoadLimits.dropIns else {
            let message =
                "holds \(names.count) drop-ins; directories with more than \(LoadLimits.dropIns) are not read"
            content.problems.append(FileReader.problem(.error, directory.path, message))
            return content
        }
        for name in names.sorted() { content.files[name] = file(name.text, in: directory, reader: &reader) }
        return content
    }

    private static func file(_ name: String, in directory: UnitDirectory, reader: inout FileReader)
        -> ReadFile
    {
        var read = ReadFile()
        if isMask(name, in: directory) { return read }
        let path = directory.path(of: name)
        guard !name.unicodeScalars.contains("\u{FFFD}") else {
            read.problems.append(FileReader.problem(.error, path, "its name is not UTF-8"))
            return read
        }
        read.file = reader.read(name, in: directory.directory, path: path, problems: &read.problems)
        return read
    }

    /// A link to /dev/null takes away the drop-ins of that name in the directories after it.
    private static func isMask(_ name: String, in directory: UnitDirectory) -> Bool {
        do throws(SystemError) {
            guard try directory.directory.status(of: name).kind == .symbolicLink else { return false }
            return try directory.directory.linkTarget(of: name) == "/dev/null"
        } catch {
            // Reading it fails as well, and says why.
            return false
        }
    }
}
