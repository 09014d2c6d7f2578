package import ServiceModel
package import Wire

extension NamespaceRequest {
    package func encode(into writer: inout ByteWriter) {
        writer.write(hasOwnNetwork)
        writer.write(networkPath) { $0.write($1) }
        writer.write(hasOwnIPC)
    }

    package init(from reader: inout ByteReader) throws(WireError) {
        self.init()
        hasOwnNetwork = try reader.flag()
        networkPath = try reader.optionalString()
        hasOwnIPC = try reader.flag()
    }
}
