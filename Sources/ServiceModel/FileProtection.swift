/// What a unit's processes are to see of the host's files, and may change of them.
package struct FileProtection: Hashable, Sendable {
    /// `ProtectSystem=`.
    package enum System: UInt8, Sendable {
        case no, yes, full, strict
    }

    /// `ProtectHome=`.
    package enum Home: UInt8, Sendable {
        case no, yes, readOnly, temporary
    }

    /// One path of `ReadWritePaths=` and its siblings.
    package struct Path: Hashable, Sendable {
        package enum Access: UInt8, CaseIterable, Sendable {
            case readWrite, readOnly, inaccessible, executable, notExecutable
        }

        package let access: Access
        /// Absolute, normalised.
        package let path: String
        /// One that is not there is no failure.
        package let isOptional: Bool

        package init(access: Access, path: String, isOptional: Bool) {
            self.access = access
            self.path = path
            self.isOptional = isOptional
        }
    }

    /// `PrivateTmp=`.
    package enum Temporary: UInt8, Sendable {
        case no
        /// A directory of the unit's.
        case own
        /// In memory, of each command's own.
        case disconnected
    }

    /// `ProtectProc=`: what is seen of others' processes.
    package enum Processes: UInt8, Sendable {
        case all, noAccess, invisible, traceable
    }

    /// One of `BindPaths=`, `BindReadOnlyPaths=` or `TemporaryFileSystem=`.
    package struct Placement: Hashable, Sendable {
        package enum Kind: Hashable, Sendable {
            case bind(from: String, isRecursive: Bool)
            /// With options of tmpfs(5).
            case temporary([String], isExecutable: Bool)
        }

        package let kind: Kind
        /// Absolute, normalised.
        package let path: String
        package let isReadOnly: Bool
        package let isOptional: Bool

        package init(_ kind: Kind, at path: String, isReadOnly: Bool, isOptional: Bool) {
            self.kind = kind
            self.path = path
            self.isReadOnly = isReadOnly
            self.isOptional = isOptional
        }
    }

    package var system = System.no
    package var home = Home.no
    package var temporary = Temporary.no
    package var processes = Processes.all
    /// `ProcSubset=pid`: of /proc only the processes.
    package var seesOnlyProcesses = false
    package var paths: [Path] = []
    package var placements: [Placement] = []
    /// `MountFlags=`: which way mounts travel between the host and the service.
    package var propagation: MountPropagation?
    /// `PrivateMounts=`: mounts of the service's own, though nothing else asks for them.
    package var hasOwnMounts = false

    package init() {}

    package var isEmpty: Bool { self == FileProtection() }
}

/// Which way mounts travel between the host and a service that has its own.
package enum MountPropagation: UInt8, Sendable {
    /// From the service to the host too.
    case shared
    case slave
    /// Neither way.
    case `private`
}
