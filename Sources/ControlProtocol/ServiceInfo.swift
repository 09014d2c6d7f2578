package import Wire

/// The reply to org.varlink.service.GetInfo.
package struct ServiceInfo: Equatable, Sendable {
    package let version: String

    package init(version: String) {
        self.version = version
    }

    /// Writes the members of the reply's parameters.
    package func encode(into writer: inout JSONWriter) {
        writer.field("vendor", "Castellan")
        writer.field("product", "supervisord")
        writer.field("version", version)
        writer.field("url", "")
        writer.field("interfaces", InterfaceDescription.names)
    }
}
