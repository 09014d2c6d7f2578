/// The interfaces as varlink describes them. What `Request` and the reply types read and write is this
/// text; a test holds the two together.
package enum InterfaceDescription {
    package static let names = ["org.varlink.service", "io.castellan.Supervisor"]

    package static func text(of interface: String) throws(ControlError) -> String {
        switch interface {
        case "org.varlink.service": service
        case "io.castellan.Supervisor": supervisor
        default: throw .interfaceNotFound(interface: interface)
        }
    }

    package static let service = """
        # What every varlink service says of itself
        interface org.varlink.service

        method GetInfo() -> (
          vendor: string,
          product: string,
          version: string,
          url: string,
          interfaces: []string
        )

        method GetInterfaceDescription(interface: string) -> (description: string)

        error InterfaceNotFound (interface: string)

        error MethodNotFound (method: string)

        error MethodNotImplemented (method: string)

        error InvalidParameter (parameter: string)

        """

    package static let supervisor = """
        # The control interface of supervisord.
        #
        # Moments are microseconds since 1970-01-01 00:00 UTC, or, where named monotonic, since boot.
        # Units are named with or without .service; where several are accepted, globs are too.
        interface io.castellan.Supervisor

        # Supervisor's words for a unit's state
        type State (STOPPED, STARTING, RUNNING, BACKOFF, STOPPING, EXITED, FATAL, UNKNOWN)

        # What a list says of a unit. loadState, activeState, subState and result are systemd's words.
        # pid and uptime (in seconds) are those of the main process; since is the moment the unit
        # entered its state. An end is exitCode, or exitSignal with coreDumped.
        type UnitSummary (
          name: string,
          description: string,
          loadState: string,
          activeState: string,
          subState: string,
          result: string,
          state: State,
          reason: ?string,
          pid: ?int,
          uptime: ?int,
          since: ?int,
          restarts: int,
          exitCode: ?int,
          exitSignal: ?int,
          coreDumped: ?bool
        )

        type Location (file: string, line: int, column: int)

        type Severity (error, warning, note)

        type Diagnostic (severity: Severity, message: string, location: ?Location)

        type Enforcement (enforced, emulated, refused, notEnforcedYet, notSupported)

        # A directive as the unit's files ask for it, and what became of it: enforced or emulated by a
        # mechanism, emulated with a gap, refused for a reason
        type DirectiveOutcome (
          directive: string,
          requested: string,
          enforcement: Enforcement,
          by: ?string,
          gap: ?string,
          reason: ?string,
          location: ?Location
        )

        type CommandLine (command: string, line: string)

        # The end of one process. cpuTime is in microseconds, peakMemory in bytes. failedStep and
        # failedErrno say which step of the launch failed when the command itself never ran.
        type ExitRecord (
          unit: string,
          invocation: string,
          command: string,
          commandIndex: int,
          pid: int,
          uid: ?int,
          startedAt: int,
          startedMonotonic: int,
          endedAt: int,
          endedMonotonic: int,
          exitCode: ?int,
          exitSignal: ?int,
          coreDumped: ?bool,
          cpuTime: int,
          peakMemory: int,
          result: string,
          restarts: int,
          failedStep: ?string,
          failedErrno: ?int,
          requestedBy: ?string
        )

        # Everything about a unit: the members of UnitSummary, and why it is in its state
        type UnitStatus (
          name: string,
          description: string,
          loadState: string,
          activeState: string,
          subState: string,
          result: string,
          state: State,
          reason: ?string,
          pid: ?int,
          uptime: ?int,
          since: ?int,
          restarts: int,
          exitCode: ?int,
          exitSignal: ?int,
          coreDumped: ?bool,
          why: string,
          documentation: []string,
          fragmentPath: string,
          dropInPaths: []string,
          commands: []CommandLine,
          controlPid: ?int,
          uid: ?int,
          gid: ?int,
          invocation: ?string,
          controlGroup: ?string,
          memory: ?int,
          tasks: ?int,
          processorTime: ?int,
          lastRecord: ?ExitRecord,
          nextRestart: ?int,
          recentStarts: int,
          startLimit: int,
          outcomes: []DirectiveOutcome,
          diagnostics: []Diagnostic,
          denied: []string,
          needsReload: bool,
          changedSinceStart: bool
        )

        type Property (name: string, value: string)

        type Outcome (
          done, queued, alreadyDone, skipped, failed, cancelled, notApplicable, noSuchUnit, refused, masked
        )

        # wasActive: of a restart, whether the unit ran when it was asked for
        type UnitResult (
          unit: string,
          outcome: Outcome,
          result: string,
          message: string,
          wasActive: bool,
          failedStep: ?string,
          failedErrno: ?int
        )

        type Target (main, control, all)

        type Role (view, operate, administer)

        # Needs the role view, as do the methods down to Version. Without all, only units that are
        # active, failed or between; all is the default.
        method ListUnits(patterns: ?[]string, all: ?bool) -> (units: []UnitSummary, unmatched: []string)

        method GetUnit(name: string) -> (unit: UnitStatus)

        # systemd's property names and values; no names: all there are
        method Properties(unit: string, names: ?[]string) -> (properties: []Property)

        method UnitFiles(unit: string) -> (fragmentPath: string, dropInPaths: []string)

        # Oldest first; limit takes the latest. With more, in several replies.
        method History(unit: ?string, since: ?int, failedOnly: ?bool, limit: ?int) -> (records: []ExitRecord)

        method Version() -> (
          version: string,
          pid: int,
          uid: int,
          startedAt: int,
          available: []string,
          unavailable: []string
        )

        # Needs the role operate, as do the methods down to ResetFailed. With more, each unit is answered
        # for in a reply of its own when it is done; the last reply holds all results. wait is the default.
        method Start(units: []string, wait: ?bool, ignoreDependencies: ?bool) -> (results: []UnitResult)

        method Stop(units: []string, wait: ?bool, ignoreDependencies: ?bool) -> (results: []UnitResult)

        method Restart(units: []string, wait: ?bool, ignoreDependencies: ?bool) -> (results: []UnitResult)

        method Reload(units: []string, wait: ?bool, ignoreDependencies: ?bool) -> (results: []UnitResult)

        # A signal by number; main is the default
        method Signal(units: []string, signal: int, whom: ?Target) -> (results: []UnitResult)

        method ResetFailed(units: []string) -> (results: []UnitResult)

        # Needs the role administer, as does Shutdown. Reads the unit files again.
        method ReloadDaemon() -> (
          added: []string,
          changed: []string,
          removed: []string,
          diagnostics: []Diagnostic
        )

        # Stops every unit, then the daemon
        method Shutdown() -> ()

        error NoSuchUnit (unit: string)

        error PermissionDenied (required: Role)

        error TooManyClients ()

        error ShuttingDown ()

        error Failed (message: string)

        """
}
