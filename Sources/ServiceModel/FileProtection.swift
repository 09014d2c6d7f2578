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

    package var system = System.no
    package var home = Home.no
    package var paths: [Path] = []
    /// `PrivateMounts=`: mounts of the service's own, though nothing else asks for them.
    package var hasOwnMounts = false

    package init() {}

    package var isEmpty: Bool { self == FileProtection() }
}
