/// The steps from a fresh helper to the service, in the order in which they are carried out. The order is the
/// security argument; the reason for each place stands beside it.
package enum LaunchStep: UInt8, CaseIterable, Sendable {
    /// Every inherited descriptor becomes close-on-exec, so that nothing leaks whatever fails later. This and the
    /// two steps below are the same for every service: a helper does them before it has a job.
    case descriptors
    /// Default dispositions and an empty mask: a blocked signal would outlive exec.
    case signalMask
    /// A session of its own: no terminal, no way to signal the supervisor's group, and no part in an interrupt that
    /// is meant for the supervisor.
    case session
    /// Take the job and check that it is whole.
    case job
    /// Names to numbers, while the account files of the host are still visible.
    case user
    case group
    /// Into the unit's cgroup before anything is created on its behalf.
    case controlGroup
    /// Before the streams, which may name one of them; opened with the rights of the supervisor, like the
    /// streams.
    case openFiles
    case standardInput
    case standardOutput
    case standardError
    /// What needs privilege over scheduling, before privilege goes.
    case oomScore
    case coredumpFilter
    case scheduler
    case nice
    case cpuAffinity
    case ioPriority
    case timerSlack
    case personality
    /// Made and handed to the user while we may still chown.
    case runtimeDirectories
    case stateDirectories
    case cacheDirectories
    case logsDirectories
    case configurationDirectories
    case credentials
    /// After the last file that is made on the unit's behalf with a mode of ours.
    case umask
    /// After everything it names exists. Its files are read with the rights of the supervisor, from the host.
    case environment
    /// While paths are the host's, everything that has to be made is made, and we are still who may mount.
    case namespaces
    /// The new root is entered by descriptor; everything after sees only it.
    case root
    /// Looked up inside the final root.
    case executable
    /// After the last file the helper opens, so that a limit on descriptors or on a file's size does not
    /// stop the helper; while hard limits may still be raised.
    case limits
    /// Supplementary groups and group before the user: once the user changes we may not change them.
    case groups
    /// Capabilities the service must never regain, not even through a set-user-ID program. Dropping them
    /// takes a capability that the change of user takes away.
    case boundingSet
    /// After this we are the service's user.
    case identity
    /// Inheritable and ambient sets: the kernel clears ambient when the user changes.
    case capabilities
    /// As the user: the keyring is made by him, counts as his, and finds his own.
    case keyring
    /// As the user, so that a directory the user may not enter is refused.
    case workingDirectory
    /// Once nothing has to change the user or the sets any more: locked bits would forbid it.
    case secureBits
    case noNewPrivileges
    /// Read back everything above, and stop if any of it does not hold.
    case verification
    /// The filter last: nothing before it has to be permitted by it.
    case systemCallFilter
    /// One that was prepared in advance waits here until the launch is due; everything else passes.
    case standby
    case execute

    /// The exit status of a helper that failed here; systemd's numbers.
    package var exitStatus: UInt8 {
        switch self {
        case .workingDirectory: 200
        case .nice: 201
        case .descriptors, .job, .openFiles, .standby: 202
        case .executable, .execute: 203
        case .limits, .coredumpFilter: 205
        case .oomScore: 206
        case .signalMask: 207
        case .standardInput: 208
        case .standardOutput: 209
        case .root: 210
        case .ioPriority: 211
        case .timerSlack: 212
        case .secureBits: 213
        case .scheduler: 214
        case .cpuAffinity: 215
        case .group, .groups: 216
        case .user, .identity: 217
        case .boundingSet, .capabilities: 218
        case .controlGroup: 219
        case .session: 220
        case .standardError: 222
        case .namespaces: 226
        case .noNewPrivileges: 227
        case .systemCallFilter: 228
        case .personality: 230
        case .runtimeDirectories: 233
        case .keyring: 237
        case .stateDirectories: 238
        case .cacheDirectories: 239
        case .logsDirectories: 240
        case .configurationDirectories: 241
        case .credentials: 243
        case .umask, .environment, .verification: 255
        }
    }
}
