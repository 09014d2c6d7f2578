package import ServiceModel
package import Wire

extension ExecCommand {
    package func encode(into writer: inout ByteWriter) {
        writer.write(path)
        writer.write(arguments)
        writer.write(ignoresFailure)
        writer.write(expandsVariables)
        writer.write(privilege.rawValue)
    }

    package init(from reader: inout ByteReader) throws(WireError) {
        self.init(
            path: try reader.string(),
            arguments: try reader.strings(),
            ignoresFailure: try reader.flag(),
            expandsVariables: try reader.flag(),
            privilege: try reader.choice(Privilege.self)
        )
    }
}
