import LaunchProtocol
import LinuxSystem
import ServiceModel

/// Descriptors 0, 1 and 2, and the files of `OpenFile=`.
extension Launch {
    private static let null = "/dev/null"

    // MARK: OpenFile=

    mutating func openFiles(_ socket: inout ReportSocket) throws(StepFailure) {
        guard !plan.openFiles.isEmpty else { return }
        let end = NamedDescriptors.first + Int32(plan.openFiles.count)
        try about("report socket") { () throws(SystemError) in try socket.move(above: end) }
        for wanted in plan.openFiles {
            do throws(StepFailure) {
                let file = try open(wanted)
                let placed = try about(wanted.path) { () throws(SystemError) in try file.duplicate(above: end)
                }
                namedDescriptors.append(placed, named: wanted.name)
            } catch {
                guard wanted.options.contains(.graceful) else { throw error }
            }
        }
        try about("OpenFile=") { () throws(SystemError) in try namedDescriptors.place() }
    }

    private func open(_ wanted: OpenFile) throws(StepFailure) -> FileDescriptor {
        var flags: OpenFlags = wanted.options.contains(.readOnly) ? .readOnly : .readWrite
        if wanted.options.contains(.append) { flags.insert(.append) }
        let file = try open(wanted.path, flags)
        if wanted.options.contains(.truncate) {
            try about(wanted.path) { () throws(SystemError) in try file.truncate(to: 0) }
        }
        return file
    }

    func open(_ path: String, _ flags: OpenFlags) throws(StepFailure) -> FileDescriptor {
        try SupervisorFile(path: path, flags: flags, visitor: visitor).open()
    }

    // MARK: standard streams

    func connectInput() throws(StepFailure) {
        switch plan.streams.input {
        case .null:
            try connect(try emptyInput(), to: 0)
        case .data(let bytes):
            try connect(try input(of: bytes), to: 0)
        case .file(let path):
            // Opened once for both when standard output names the same file.
            try connect(
                try open(path, plan.streams.output == .file(path) ? [.readWrite, .create] : .readOnly),
                to: 0
            )
        case .namedDescriptor(let name):
            try connectNamed(name, to: 0)
        }
    }

    /// In a root without devices, a file in memory without contents: it ends as soon as it is read, too.
    private func emptyInput() throws(StepFailure) -> FileDescriptor {
        do {
            return try FileDescriptor.open(Launch.null, .readOnly)
        } catch {
            guard error.errno == Errno.noEntry else { throw StepFailure(error, about: Launch.null) }
        }
        return try input(of: [])
    }

    private func input(of bytes: [UInt8]) throws(StepFailure) -> FileDescriptor {
        try about("standard input") { () throws(SystemError) in
            let file = try MemoryFile(name: "standard-input")
            try file.fill(bytes)
            return try file.descriptor.duplicate(above: NamedDescriptors.first)
        }
    }

    func connectOutput() throws(StepFailure) {
        switch plan.streams.output {
        case .inherit:
            switch plan.streams.input {
            // The supervisor's own, which we were given.
            case .null, .data: return
            case .file, .namedDescriptor: try duplicate(0, to: 1)
            }
        case .file(let path) where plan.streams.input == .file(path):
            try duplicate(0, to: 1)
        case .null, .file, .append, .truncate, .namedDescriptor:
            try connectOutput(plan.streams.output, to: 1)
        }
    }

    func connectError() throws(StepFailure) {
        switch plan.streams.error {
        case .inherit:
            try duplicate(1, to: 2)
        case .file(let path) where plan.streams.input == .file(path):
            try duplicate(0, to: 2)
        case .null, .file, .append, .truncate, .namedDescriptor:
            // Opened once for both, so that neither overwrites the other.
            if plan.streams.error == plan.streams.output { return try duplicate(1, to: 2) }
            try connectOutput(plan.streams.error, to: 2)
        }
    }

    private func connectOutput(_ output: StandardStreams.Output, to number: Int32) throws(StepFailure) {
        switch output {
        case .inherit:
            return
        case .null:
            try connect(
                try about(Launch.null) { () throws(SystemError) in
                    try FileDescriptor.open(Launch.null, .writeOnly)
                },
                to: number
            )
        case .file(let path):
            try connectFile(path, [.writeOnly, .create], to: number)
        case .append(let path):
            try connectFile(path, [.writeOnly, .create, .append], to: number)
        case .truncate(let path):
            try connectFile(path, [.writeOnly, .create], truncating: true, to: number)
        case .namedDescriptor(let name):
            try connectNamed(name, to: number)
        }
    }

    /// `/dev/stdout` names what we already have. Opening it anew would fail on a pipe of another user's, as
    /// it does in containers, and lose the offset on a file.
    private func connectFile(
        _ path: String,
        _ flags: OpenFlags,
        truncating: Bool = false,
        to number: Int32
    ) throws(StepFailure) {
        switch path {
        case "/dev/stdout": return try duplicateOwn(1, to: number)
        case "/dev/stderr": return try duplicateOwn(2, to: number)
        default: break
        }
        let file = try open(path, flags)
        if truncating, try about(path, { () throws(SystemError) in try file.status() }).kind == .regular {
            try about(path) { () throws(SystemError) in try file.truncate(to: 0) }
        }
        try connect(file, to: number)
    }

    private func duplicateOwn(_ from: Int32, to number: Int32) throws(StepFailure) {
        // Standard output is connected before standard error, so 2 is still the supervisor's own here.
        if from != number { try duplicate(from, to: number) }
    }

    private func connectNamed(_ name: String, to number: Int32) throws(StepFailure) {
        guard let held = namedDescriptors.first(named: name) else {
            throw StepFailure(errno: Errno.noEntry, "no descriptor is named '\(name)'")
        }
        try about(name) { () throws(SystemError) in try held.descriptor.place(at: number) }
    }

    private func connect(_ file: borrowing FileDescriptor, to number: Int32) throws(StepFailure) {
        try about("descriptor \(number)") { () throws(SystemError) in try file.place(at: number) }
    }

    private func duplicate(_ from: Int32, to number: Int32) throws(StepFailure) {
        try about("descriptor \(number)") { () throws(SystemError) in
            try StandardDescriptor.duplicate(from, to: number)
        }
    }
}
