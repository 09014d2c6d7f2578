import ControlProtocol
import EventLoop
import LinuxSystem
import ServiceModel
import Supervision
import UnitSet
import Wire

extension Daemon {
    /// Carries one message of a client out. Who may do what is the protocol's table; every refusal and
    /// every change is logged with who asked.
    func answer(_ frame: [UInt8], on connection: Connection) {
        let call: VarlinkCall
        do {
            call = try VarlinkCall(frame: frame)
        } catch {
            control?.refusals.note(connection.peer, "what it sent is not a varlink call")
            connection.send(VarlinkReply.encode(.failed(message: "not a varlink call")))
            connection.finish()
            return
        }
        let exchange = Exchange(connection, call)
        let request: Request
        do {
            request = try Request(call)
        } catch {
            exchange.fail(error)
            return
        }
        let required = Permission.role(for: request.method)
        guard let role = connection.role, role >= required else {
            control?.refusals.note(
                connection.peer,
                "\(request.method.shortName) is for who may \(required.word)"
            )
            exchange.fail(.permissionDenied(required: required))
            return
        }
        carryOut(request, exchange)
    }

    private func carryOut(_ request: Request, _ exchange: Exchange) {
        guard Set(request.units.filter { Glob.isPattern($0) }).count <= Daemon.maximumPatterns else {
            exchange.fail(.failed(message: "more than \(Daemon.maximumPatterns) patterns in one request"))
            return
        }
        switch request {
        case .getInfo: exchange.reply { ServiceInfo(version: Version.current).encode(into: &$0) }
        case .getInterfaceDescription(let interface): describe(interface, exchange)
        case .listUnits(let patterns, let all): list(patterns, all, exchange)
        case .getUnit(let name):
            withUnit(name, exchange) { slot in
                exchange.reply { UnitReply(status(of: slot)).encode(into: &$0) }
            }
        case .properties(let unit, let names):
            withUnit(unit, exchange) { slot in
                exchange.reply { UnitProperties(properties(of: slot, names)).encode(into: &$0) }
            }
        case .unitFiles(let unit):
            withUnit(unit, exchange) { slot in
                let details = details(of: slot)
                let paths = UnitPaths(
                    fragmentPath: details?.fragmentPath ?? "",
                    dropInPaths: details?.dropInPaths ?? []
                )
                exchange.reply { paths.encode(into: &$0) }
            }
        case .history(let query):
            historyDesk.take(
                query,
                isUrgent: exchange.connection.role == .administer,
                isWanted: { exchange.connection.isOpen },
                answer: { found in exchange.reply { ExitHistory(found).encode(into: &$0) } }
            )
        case .version: exchange.reply { version().encode(into: &$0) }
        case .start(let command): run(.start, command, exchange)
        case .stop(let command): run(.stop, command, exchange)
        case .restart(let command): run(.restart, command, exchange)
        case .reload(let command): run(.reload, command, exchange)
        case .signal(let command): signal(command, exchange)
        case .resetFailed(let units): resetFailed(units, exchange)
        case .reloadDaemon: reloadDaemon(exchange)
        case .shutdown:
            log.info("control: \(exchange.connection.who) asked for the shutdown")
            exchange.reply { _ in }
            shutDown()
        }
    }

    private func describe(_ interface: String, _ exchange: Exchange) {
        do {
            let text = try InterfaceDescription.text(of: interface)
            exchange.reply { $0.field("description", text) }
        } catch {
            exchange.fail(error)
        }
    }

    private func withUnit(_ name: String, _ exchange: Exchange, _ body: (Int) -> Void) {
        guard let slot = slot(loose: name) else {
            exchange.fail(.noSuchUnit(name))
            return
        }
        body(slot)
    }

    private func version() -> DaemonVersion {
        var version = DaemonVersion(
            version: Version.current,
            pid: OwnProcess.pid,
            uid: OwnProcess.effectiveUser,
            startedAt: startedAt
        )
        version.available = ["processes are found and ended by \(processes.mechanism)"]
        version.unavailable = unavailable
        if !journal.isDurable {
            version.unavailable.append(
                "exit records cannot be written to \(places.state); \(journal.lost) are lost so far"
            )
        }
        return version
    }

    private func reloadDaemon(_ exchange: Exchange) {
        log.info("control: \(exchange.connection.who) asked for a reload of the units")
        load(.everything) { [self] outcome in
            switch outcome {
            case .failed(let reason): exchange.fail(.failed(message: reason))
            case .added: break
            case .changed(let added, let changed, let removed):
                var report = ReloadReport()
                report.added = added
                report.changed = changed
                report.removed = removed
                report.diagnostics = allDiagnostics()
                exchange.reply { report.encode(into: &$0) }
            }
        }
    }

    private func allDiagnostics() -> [Diagnostic] {
        guard let set else { return [] }
        var findings: [Diagnostic] = []
        for position in 0..<set.reader.count where findings.count < 1000 {
            do {
                findings += try set.reader.details(at: position).diagnostics
            } catch {
                log.error("reading diagnostics: \(error)")
            }
        }
        return findings
    }

    // MARK: names

    /// A unit by its name, with or without `.service`.
    func slot(loose name: String) -> Int? {
        if let exact = UnitName(name), let slot = slot(named: exact) { return slot }
        guard let service = UnitName(name + ".service") else { return nil }
        return slot(named: service)
    }
}
