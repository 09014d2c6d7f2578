import LaunchProtocol
import LinuxSystem
import ServiceModel

/// One launch on its way: what was asked for, and what the steps so far have found out.
///
/// The steps are carried out in the order of `LaunchStep`, each by one method of an extension. A step that
/// throws ends the launch; none is skipped silently, and those that do not apply to a privileged command say
/// so here.
struct Launch {
    let context: LaunchContext
    let plan: LaunchPlan
    let command: ExecCommand

    /// The capability sets this process was given.
    var initial = OwnCapabilities(effective: 0, permitted: 0, inheritable: 0)
    var account = Account.none
    var supplementaryGroups: [UInt32] = []
    var namedDescriptors = NamedDescriptors()
    /// Full paths by kind, for the environment.
    var directories: [[String]] = Array(repeating: [], count: FileLayout.DirectoryKind.allCases.count)
    var hasCredentials = false
    var environment = EnvironmentBlock()
    var root: FileStatus?
    var program = ""
    var image: PreparedImage?
    /// The capability sets that must hold until exec.
    var final = OwnCapabilities(effective: 0, permitted: 0, inheritable: 0)

    init(context: LaunchContext, plan: LaunchPlan, command: ExecCommand) {
        self.context = context
        self.plan = plan
        self.command = command
    }

    var visitor: Visitor { Visitor(account: account, groups: supplementaryGroups) }

    /// `!` and `+` keep the user and groups of the supervisor.
    var changesIdentity: Bool {
        switch command.privilege {
        case .confined, .keepsUserWithoutAmbient: true
        case .keepsUser, .full: false
        }
    }

    /// `+` keeps everything that restricts privilege away: root, capabilities, no-new-privileges, filters.
    /// Limits, scheduling, streams, directories and environment hold for every command.
    var isRestricted: Bool {
        switch command.privilege {
        case .confined, .keepsUserWithoutAmbient, .keepsUser: true
        case .full: false
        }
    }

    mutating func carryOut(_ step: LaunchStep, socket: inout ReportSocket) throws(StepFailure) {
        switch step {
        // Done by the helper before there was a job, and so before this launch.
        case .descriptors, .signalMask, .session: break
        case .job: try lookAtOurselves()
        case .user: try resolveUser()
        case .group: try resolveGroups(socket)
        case .controlGroup: try enterControlGroup()
        case .openFiles: try openFiles(&socket)
        case .standardInput: try connectInput()
        case .standardOutput: try connectOutput()
        case .standardError: try connectError()
        case .oomScore: try setOOMScore()
        case .coredumpFilter: try setCoredumpFilter()
        case .scheduler: try setScheduler()
        case .nice: try setNice()
        case .cpuAffinity: try setAffinity()
        case .ioPriority: try setIOPriority()
        case .timerSlack: try setTimerSlack()
        case .personality: try setPersonality()
        case .runtimeDirectories: try makeDirectories(.runtime)
        case .stateDirectories: try makeDirectories(.state)
        case .cacheDirectories: try makeDirectories(.cache)
        case .logsDirectories: try makeDirectories(.logs)
        case .configurationDirectories: try makeDirectories(.configuration)
        case .credentials: try writeCredentials()
        case .umask: _ = OwnProcess.exchangeUmask(UInt32(plan.properties.umask))
        case .environment: try assembleEnvironment()
        case .namespaces: try enterNamespaces()
        case .root: try enterRoot()
        case .executable: try findExecutable()
        case .limits: try setLimits()
        case .groups: try changeGroups()
        case .boundingSet: try limitBoundingSet()
        case .identity: try changeUser()
        case .capabilities: try reduceCapabilities()
        case .keyring: try joinKeyring()
        case .workingDirectory: try enterWorkingDirectory()
        case .secureBits: try setSecureBits()
        case .noNewPrivileges: try setNoNewPrivileges()
        case .verification: try verify()
        case .systemCallFilter: try installFilters()
        case .standby: try standBy(socket)
        case .execute: try execute()
        }
    }
}
