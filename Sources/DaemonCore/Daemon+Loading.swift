import EventLoop
import LinuxSystem
import ServiceModel
import Supervision
import UnitSet
import Wire

extension Daemon {
    /// A loader that takes longer is ended, and the old units stay.
    private static let loadTimeout: UInt64 = 60_000_000

    /// A loader that could not be started for want of a resource is tried again after this, in microseconds.
    private static let loadRetry: UInt64 = 1_000_000

    /// Compiles unit files, in a process of its own: a crash there is a failed reload and nothing more. One load
    /// runs at a time. Whoever asks for what is waiting already gets the same answer.
    func load(_ scope: LoadScope, answering answer: ((ReloadOutcome) -> Void)?) {
        let answers = answer.map { [$0] } ?? []
        if scope == .everything, let last = waitingLoads.indices.last, waitingLoads[last].scope == .everything
        {
            waitingLoads[last].answers += answers
        } else {
            waitingLoads.append(LoadRequest(scope: scope, answers: answers))
        }
        loadNext()
    }

    private func loadNext() {
        guard loader == nil, !waitingLoads.isEmpty else { return }
        let request = waitingLoads.removeFirst()
        do {
            try startLoader(request)
        } catch {
            log.error("loading units: \(error)")
            control?.open()
            if request.answers.isEmpty, Errno.isShortage(error.errno) { return loadAgain(request) }
            for answer in request.answers { answer(.failed("the loader cannot be started: \(error)")) }
            loadNext()
        }
    }

    /// Nobody is there to ask again.
    private func loadAgain(_ request: LoadRequest) {
        reactor.deadlines.call(at: Clock.monotonic() + Daemon.loadRetry) { [self] in
            waitingLoads.insert(request, at: 0)
            loadNext()
        }
    }

    private func startLoader(_ request: LoadRequest) throws(SystemError) {
        let output = try MemoryFile(name: "units")
        let startedAt = wallNow()
        let instances = wantedInstances(request.scope)
        try output.write(Array(instances.joined(separator: "\n").utf8))
        let spawner = ProgramSpawner(
            program: programs.load,
            arguments: loaderArguments(request.scope),
            environment: loaderEnvironment()
        )
        let pid = try spawner.spawn(passing: output.descriptor)
        let deadline = reactor.deadlines.make { [self] in
            log.error("loading units took longer than 60 s; the loader is ended")
            do throws(SystemError) {
                try ProcessControl.signal(child: pid, Signal.kill.number)
            } catch {
                log.error("loader \(pid): \(error)")
            }
        }
        reactor.deadlines.set(deadline, at: Clock.monotonic() + Daemon.loadTimeout)
        loader = Loader(
            pid: pid,
            output: MemoryFileHolder(output),
            deadline: deadline,
            request: request,
            startedAt: startedAt
        )
    }

    /// Instances of templates that must be there beside those that files call for: all that there is something to say
    /// of.
    private func wantedInstances(_ scope: LoadScope) -> [String] {
        switch scope {
        case .instances(let names): names
        case .everything:
            namedSlots().filter { UnitName($0.name)?.template != nil && !isForgettable($0.slot) }.map {
                $0.name
            }
        }
    }

    private func loaderArguments(_ scope: LoadScope) -> [String] {
        var arguments = [
            "supervisor-load", "--unit-path", places.unitPaths.joined(separator: ":"),
        ]
        // That of the default place may not be there.
        if let given = options.configuration { arguments += ["--config", given] }
        if places.areTheSystems { arguments += ["--root", options.root.isEmpty ? "/" : options.root] }
        if options.isLenient { arguments.append("--compat=systemd") }
        if let base = processes.controlGroupBase {
            arguments += [
                "--control-group", base, "--controllers=" + processes.controllers.joined(separator: ","),
            ]
        }
        arguments.append("--instances")
        switch scope {
        case .instances: arguments.append("--only-instances")
        case .everything: for instance in options.instances { arguments += ["--instance", instance] }
        }
        return arguments
    }

    /// Only what specifiers need of an ordinary user's environment.
    private func loaderEnvironment() -> [String] {
        let wanted: Set<String> = [
            "HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME",
            "TMPDIR", "TEMP", "TMP",
        ]
        return environment.filter { wanted.contains($0.name) }.map { "\($0.name)=\($0.value)" }
    }

    func loaderEnded(_ child: EndedChild) {
        guard let loader, loader.pid == child.pid else { return }
        self.loader = nil
        reactor.deadlines.discard(loader.deadline)
        let outcome = adopt(loader, ExitStatus(child))
        if case .failed(let reason) = outcome { log.error("loading units: \(reason)") }
        for answer in loader.request.answers { answer(outcome) }
        // Who asked before the first units were there waited, and is not told that there are none.
        control?.open()
        loadNext()
    }

    private func adopt(_ loader: Loader, _ status: ExitStatus) -> ReloadOutcome {
        guard status == .success, let file = loader.output.take() else {
            return .failed("supervisor-load \(status.sentence); the units stay as they were")
        }
        do {
            let set = try LoadedSet(file, loadedAt: loader.startedAt)
            switch loader.request.scope {
            case .everything: return try adopt(set)
            case .instances: return try DaemonError.unreadable { () throws(WireError) in try add(set) }
            }
        } catch {
            return .failed("the compiled units cannot be read: \(error); the units stay as they were")
        }
    }

    private func adopt(_ new: LoadedSet) throws(DaemonError) -> ReloadOutcome {
        try DaemonError.unreadable { () throws(WireError) in try replace(by: new) }
    }

    private func replace(by new: LoadedSet) throws(WireError) -> ReloadOutcome {
        let isFirst = set == nil
        let (manager, findings, takenUsers) = try new.reader.manager()
        let summaries = try new.reader.summaries()
        let changes = try place(summaries, from: new)
        lastName = nil
        leases.keepFree(takenUsers)
        use(manager)
        for finding in findings { log.warning(finding.description) }
        reportProblems(summaries, in: new)
        log.info("\(summaries.count) \(summaries.count == 1 ? "unit" : "units") loaded")
        if isFirst {
            forkServer.prepare()
            startAutomatically(summaries)
        }
        Memory.trim()
        return changes
    }

    private func use(_ manager: ManagerSettings) {
        settings = manager
        journal.limit(to: manager.journalMaximumSize)
        standbys.limit = Int(manager.warmHelpers)
        standbys.renew()
        control?.settingsChanged(manager)
    }

    /// Units that cannot be started say so once, with the first reason.
    private func reportProblems(_ summaries: [UnitSummary], in new: LoadedSet) {
        for (position, summary) in summaries.enumerated() {
            switch summary.loadState {
            case .loaded, .masked: continue
            case .badSetting, .refused: break
            }
            do {
                let details = try new.reader.details(at: position)
                for finding in details.diagnostics where finding.severity == .error {
                    log.error("\(summary.name): \(finding.description)")
                }
            } catch {
                log.error("\(summary.name): \(error)")
            }
        }
    }

    private func startAutomatically(_ summaries: [UnitSummary]) {
        guard shutdown == nil else { return }
        for (position, summary) in summaries.enumerated() {
            guard summary.startsAutomatically, summary.loadState == .loaded else { continue }
            units[slotOfPosition[position]].startedItself = true
            post(slotOfPosition[position], .start)
        }
    }
}
