import ControlProtocol
import ServiceModel
import Testing
import Wire

@Suite("The interface description")
struct InterfaceDescriptionTests {
    private let declared: [String: [String]]

    init() throws {
        let text = try InterfaceDescription.text(of: "io.castellan.Supervisor")
        declared = InterfaceDescriptionTests.declarations(in: text)
    }

    /// Member names by declared name; a method's reply stands under its name with `->`.
    private static func declarations(in text: String) -> [String: [String]] {
        let code = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.joined(separator: " ")
        var found: [String: [String]] = [:]
        var name = ""
        for piece in code.split(separator: ")") {
            guard let open = piece.firstIndex(of: "(") else { continue }
            let last = piece[..<open].split(separator: " ").last.map(String.init) ?? ""
            name = last == "->" ? name + last : last
            found[name] = piece[piece.index(after: open)...].split(separator: ",").compactMap { member in
                member.split(separator: ":").first?.split(separator: " ").first.map(String.init)
            }
        }
        return found
    }

    private func members(_ body: (inout JSONWriter) -> Void) throws -> [String] {
        var writer = JSONWriter()
        writer.object(body)
        return try names(of: JSONReader.parse(writer.bytes, limits: JSONLimits(size: 1 << 20)))
    }

    private func names(of value: JSONValue) throws -> [String] {
        guard case .object(let members) = value else { throw InvalidField("") }
        return members.map(\.name)
    }

    /// The members of the one object that `encode` writes.
    private func object(_ encode: (inout JSONWriter) -> Void) throws -> [String] {
        var writer = JSONWriter()
        encode(&writer)
        return try names(of: JSONReader.parse(writer.bytes, limits: JSONLimits(size: 1 << 20)))
    }

    @Test("declares every method there is, and no other", arguments: InterfaceDescription.names)
    func methods(_ interface: String) throws {
        let text = try InterfaceDescription.text(of: interface)
        let declared = text.split(separator: "\n").filter { $0.hasPrefix("method ") }
            .compactMap { $0.dropFirst(7).split(separator: "(").first }.map { "\(interface).\($0)" }
        #expect(
            Set(declared) == Set(Method.allCases.map(\.rawValue).filter { $0.hasPrefix(interface + ".") })
        )
        #expect(text.contains("\ninterface \(interface)\n"))
    }

    @Test("declares the parameters each method reads", arguments: RequestTests.samples)
    func parameters(_ request: Request) throws {
        guard let names = declared[request.method.shortName] else { return }
        let sent = request.call().parameters.map(\.name)
        #expect(Set(sent).isSubset(of: names))
        for name in names where !sent.contains(name) {
            #expect(request == .history(HistoryQuery()), "\(name) is declared and never sent")
        }
    }

    @Test("declares the members each reply writes, in their order")
    func replies() throws {
        // The samples end by a signal, so they have no exit code.
        func whole(_ names: [String]?) -> [String] { (names ?? []).filter { $0 != "exitCode" } }
        #expect(try object(Samples.summary.encode) == whole(declared["UnitSummary"]))
        #expect(try object(Samples.status.encode) == whole(declared["UnitStatus"]))
        #expect(try object(Samples.record.encode) == whole(declared["ExitRecord"]))
        #expect(try object(Samples.result.encode) == declared["UnitResult"])
        #expect(try object(Samples.status.diagnostics[0].encode) == declared["Diagnostic"])
        for outcome in Samples.status.outcomes {
            #expect(Set(try object(outcome.encode)).isSubset(of: declared["DirectiveOutcome"] ?? []))
        }
        #expect(try members(UnitList(units: []).encode) == declared["ListUnits->"])
        #expect(try members(UnitProperties([]).encode) == declared["Properties->"])
        #expect(try members(UnitPaths(fragmentPath: "", dropInPaths: []).encode) == declared["UnitFiles->"])
        #expect(try members(ExitHistory([]).encode) == declared["History->"])
        #expect(try members(UnitResults([]).encode) == declared["Start->"])
        #expect(try members(ReloadReport().encode) == declared["ReloadDaemon->"])
        let version = DaemonVersion(version: "", pid: 1, uid: 0, startedAt: WallTime(microseconds: 0))
        #expect(try members(version.encode) == declared["Version->"])
        #expect(try members(UnitReply(Samples.status).encode) == declared["GetUnit->"])
    }

    @Test("declares the words of each enumeration")
    func words() {
        #expect(declared["State"] == SupervisorState.allCases.map(\.rawValue))
        #expect(declared["Outcome"] == UnitResult.Outcome.allCases.map(\.rawValue))
        #expect(declared["Target"] == SignalCommand.Target.allCases.map(\.rawValue))
        #expect(declared["Role"] == Role.allCases.map(\.word))
        #expect(declared["Severity"] == Diagnostic.Severity.allCases.map(\.word))
    }

    @Test("knows no other interface")
    func unknown() {
        #expect(throws: ControlError.interfaceNotFound(interface: "a.b")) {
            try InterfaceDescription.text(of: "a.b")
        }
    }
}
