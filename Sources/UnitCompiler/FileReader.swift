import LinuxSystem
import ServiceModel

/// Opens and reads what others wrote: by descriptor, bounded, never waiting, never through a link.
struct FileReader {
    let trust: TrustPolicy
    /// With systemd's reading, a file that should not be trusted is read with a warning.
    let isLenient: Bool
    private var remaining = LoadLimits.totalSize

    init(trust: TrustPolicy, isLenient: Bool) {
        self.trust = trust
        self.isLenient = isLenient
    }

    /// The file's bytes, or nil with the reason among the problems.
    mutating func read(
        _ name: String,
        in directory: borrowing Directory,
        path: String,
        problems: inout [Diagnostic]
    ) -> SourceFile? {
        do throws(SystemError) {
            let file = try directory.open(name)
            guard isReadable(try file.status(), path: path, problems: &problems),
                isTrusted(try trust.objection(to: file), path: path, problems: &problems)
            else { return nil }
            let bytes = try FileReader.contents(of: file, limit: LoadLimits.fileSize + 1)
            return accept(bytes, path: path, problems: &problems)
        } catch {
            let message =
                error.errno == Errno.tooManyLinks
                ? "is a symbolic link; the file itself has to be here" : "cannot be read: \(error)"
            problems.append(FileReader.problem(.error, path, message))
            return nil
        }
    }

    private func isReadable(_ status: FileStatus, path: String, problems: inout [Diagnostic]) -> Bool {
        guard status.kind == .regular else {
            problems.append(FileReader.problem(.error, path, FileReader.wrongKind(status.kind)))
            return false
        }
        guard status.size <= Int64(LoadLimits.fileSize) else {
            problems.append(FileReader.problem(.error, path, FileReader.tooLarge))
            return false
        }
        return true
    }

    /// Notes an objection; false when it keeps the file from being read.
    func isTrusted(_ objection: String?, path: String, problems: inout [Diagnostic]) -> Bool {
        guard let objection else { return true }
        problems.append(FileReader.problem(isLenient ? .warning : .error, path, objection))
        return isLenient
    }

    private mutating func accept(_ bytes: [UInt8], path: String, problems: inout [Diagnostic]) -> SourceFile?
    {
        // It may have grown since it was measured.
        guard bytes.count <= LoadLimits.fileSize else {
            problems.append(FileReader.problem(.error, path, FileReader.tooLarge))
            return nil
        }
        guard bytes.count <= remaining else {
            let message = "is not read: all unit files together exceed \(LoadLimits.totalSize >> 20) MiB"
            problems.append(FileReader.problem(.error, path, message))
            return nil
        }
        remaining -= bytes.count
        return SourceFile(path: path, bytes: bytes)
    }

    /// A directory beside the units, `NAME.d` or `NAME.wants`, judged like its parent; nil with the reason among
    /// the problems.
    func subdirectory(_ name: String, in parent: UnitDirectory, problems: inout [Diagnostic])
        -> UnitDirectory?
    {
        let path = parent.path(of: name)
        do throws(SystemError) {
            let directory = try Directory(name, in: parent.directory)
            let objection = try trust.objection(to: directory)
            guard isTrusted(parent.objection, path: parent.path, problems: &problems),
                isTrusted(objection, path: path, problems: &problems)
            else { return nil }
            guard let names = try directory.names(limit: LoadLimits.namesInDirectory) else {
                problems.append(FileReader.problem(.error, path, FileReader.tooManyNames))
                return nil
            }
            return UnitDirectory(path: path, directory: directory, names: names, objection: nil)
        } catch {
            problems.append(FileReader.problem(.error, path, "cannot be read as a directory: \(error)"))
            return nil
        }
    }

    static let tooManyNames = "holds more than \(LoadLimits.namesInDirectory) names"

    static func contents(of file: borrowing FileDescriptor, limit: Int) throws(SystemError) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < limit {
            let part = try file.read(at: bytes.count, count: min(65536, limit - bytes.count))
            if part.isEmpty { break }
            bytes += part
        }
        return bytes
    }

    static func problem(_ severity: Diagnostic.Severity, _ path: String, _ message: String) -> Diagnostic {
        Diagnostic(severity, at: SourceLocation(file: path, line: 1, column: 1), message)
    }

    private static let tooLarge = "is larger than \(LoadLimits.fileSize >> 20) MiB, which no unit file needs"

    static func wrongKind(_ kind: FileStatus.Kind) -> String {
        switch kind {
        case .regular: "is a file"
        case .directory: "is a directory, not a file"
        case .symbolicLink:
            "is a symbolic link, which is only followed as an alias within the unit directories"
        case .other: "is a FIFO, a socket or a device, not a file"
        }
    }
}
