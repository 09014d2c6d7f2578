/// The root, the working directory, and the directories made for a service.
package struct FileLayout: Hashable, Sendable {
    package enum WorkingDirectory: Hashable, Sendable {
        /// `~`: the user's home.
        case home(isOptional: Bool)
        case path(String, isOptional: Bool)
    }

    /// Raw values order the directories as they are made and as their exit statuses run.
    package enum DirectoryKind: UInt8, CaseIterable, Sendable {
        case runtime, state, cache, logs, configuration
    }

    /// One name of `RuntimeDirectory=` and its siblings.
    package struct ServiceDirectory: Hashable, Sendable {
        package let kind: DirectoryKind
        /// Relative to the kind's base, without `..`.
        package let name: String
        /// Names beside it that link to it.
        package let links: [String]

        package init(kind: DirectoryKind, name: String, links: [String] = []) {
            self.kind = kind
            self.name = name
            self.links = links
        }
    }

    package enum Preservation: UInt8, Sendable {
        case no, restart, yes
    }

    package var rootDirectory: String?
    /// Nil: `/` of the service's root.
    package var workingDirectory: WorkingDirectory?
    package var directories: [ServiceDirectory] = []
    /// Indexed by `DirectoryKind.rawValue`.
    package var directoryModes: [UInt16] = Array(repeating: 0o755, count: DirectoryKind.allCases.count)
    package var runtimePreservation: Preservation = .no
    /// `ExecSearchPath=`; empty: the built-in search path.
    package var searchPath: [String] = []

    package init() {}
}
