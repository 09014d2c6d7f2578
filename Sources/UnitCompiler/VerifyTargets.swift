import LinuxSystem
import ServiceModel

/// What `--verify` was asked about: units of the search path, and files that lie anywhere.
struct VerifyTargets {
    private var request: ScanRequest
    private var files: [ScanRequest] = []
    private var problems: [Diagnostic] = []
    private var operands = 0

    init(_ request: ScanRequest) {
        self.request = request
    }

    mutating func add(_ operand: String) {
        operands += 1
        if operand.holds("/") {
            addFile(operand)
        } else if let name = LoaderProgram.unitName(operand) {
            request.only = (request.only ?? []).union([name])
            request.instances.append(name)
        } else {
            problems.append(Diagnostic(.error, at: nil, "'\(operand)' is not a valid unit name"))
        }
    }

    /// A file is judged by what it says: where it lies now is not where it will be installed, so that its owner
    /// and mode are only worth a warning. Drop-ins beside it are read.
    private mutating func addFile(_ path: String) {
        let slash = path.lastPosition(of: "/") ?? path.startIndex
        let directory = slash == path.startIndex ? "/" : String(path[..<slash])
        guard let name = UnitName(String(path[path.utf8.index(after: slash)...])), name.kind == .service
        else {
            problems.append(Diagnostic(.error, at: nil, "'\(path)' is not named like a service"))
            return
        }
        guard ClientFile.exists(path) else {
            problems.append(Diagnostic(.error, at: nil, "there is no file '\(path)'"))
            return
        }
        var request = request
        request.paths = [directory]
        request.isLenient = true
        request.judgesWay = false
        request.instances = [name]
        request.only = [name]
        files.append(request)
    }

    func scan() -> ScanFindings {
        var all = ScanFindings()
        let asksForUnits = operands == 0 || request.only != nil
        for request in (asksForUnits ? [request] : []) + files {
            let findings = UnitScanner.scan(request)
            all.units += findings.units
            all.diagnostics += findings.diagnostics.filter { request.only == nil || $0.severity == .error }
        }
        all.diagnostics += problems
        return all
    }
}
