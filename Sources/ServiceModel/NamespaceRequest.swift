/// Of what else than files a service is to have its own.
package struct NamespaceRequest: Hashable, Sendable {
    /// `PrivateNetwork=`: no interface but a loopback of its own.
    package var hasOwnNetwork = false
    /// `NetworkNamespacePath=`: the network that a file stands for, absolute, normalised.
    package var networkPath: String?
    /// `PrivateIPC=`: System V objects and message queues of its own.
    package var hasOwnIPC = false

    package init() {}

    package var isEmpty: Bool { self == NamespaceRequest() }
}
