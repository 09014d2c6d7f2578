package import ServiceModel

/// One command of a service: the kind and the position among its kind.
package struct CommandReference: Hashable, Sendable {
    package let kind: CommandKind
    package let index: UInt16

    package init(_ kind: CommandKind, _ index: UInt16 = 0) {
        self.kind = kind
        self.index = index
    }
}
