import LaunchProtocol
import LinuxSystem
import ServiceModel

/// A launch that is prepared before it is due: when the service crashes, one exec replaces it.
extension Launch {
    /// Whether everything up to the exec can be done long before it without making a difference. It can where
    /// the unit names nothing outside that may look different by then or would see that it is being looked
    /// at, where what waits holds no privilege that the service would not have, and where it takes nothing from
    /// the service: who waits is one of the user's processes, which `LimitNPROC=` counts.
    var canStandBy: Bool {
        command.privilege == .confined && command.path.begins(with: "/") && !plan.identity.isDynamic
            && usesNoFiles && plan.capabilities.secureBits.rawValue == 0
            && (plan.filters.isEmpty || plan.capabilities.noNewPrivileges)
            && !plan.limits.contains { $0.kind == .processes && $0.soft != ResourceLimit.infinity }
    }

    private var usesNoFiles: Bool {
        plan.files.rootDirectory == nil && plan.mounts == nil && plan.namespaces.isEmpty
            && !plan.properties.hasOwnHostNames
            && plan.files.workingDirectory == nil
            && plan.files.directories.isEmpty && plan.environment.files.isEmpty
            && plan.credentials.isEmpty && plan.openFiles.isEmpty && usesNoFile(plan.streams.output)
            && usesNoFile(plan.streams.error) && plan.streams.input == .null
    }

    private func usesNoFile(_ output: StandardStreams.Output) -> Bool {
        switch output {
        case .inherit, .null: true
        case .file, .append, .truncate, .namedDescriptor: false
        }
    }

    /// Where the unit's filter does not permit to wait, there is no waiting: the failure says so and the daemon
    /// launches anew.
    func standBy(_ socket: borrowing ReportSocket) throws(StepFailure) {
        guard context.standsBy else { return }
        guard try about("", { () throws(SystemError) in try socket.waitForWord() }) else {
            throw StepFailure(errno: Errno.brokenPipe, "the supervisor is gone")
        }
    }
}
