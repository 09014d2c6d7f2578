package import Wire

/// One method call as it stands on the wire.
package struct VarlinkCall: Equatable, Sendable {
    package var method: String
    package var parameters: [JSONMember]
    /// The client accepts several replies, all but the last marked `continues`.
    package var wantsMore: Bool
    /// The client wants no reply at all.
    package var isOneway: Bool

    package init(
        method: String,
        parameters: [JSONMember] = [],
        wantsMore: Bool = false,
        isOneway: Bool = false
    ) {
        self.method = method
        self.parameters = parameters
        self.wantsMore = wantsMore
        self.isOneway = isOneway
    }

    /// Reads a message of a `FrameBuffer`. What is not a call at all is a broken stream, not a bad parameter.
    package init(frame: [UInt8]) throws(WireError) {
        let value = try JSONReader.parse(frame, limits: JSONLimits(size: FrameBuffer.callLimit))
        do throws(InvalidField) {
            try self.init(JSONFields(value))
        } catch {
            throw WireError(.invalidValue, at: 0)
        }
    }

    private init(_ fields: JSONFields) throws(InvalidField) {
        var fields = fields
        method = try fields.string("method")
        parameters = []
        if let given = fields.value(ifPresent: "parameters") {
            guard case .object(let members) = given else { throw InvalidField("parameters") }
            parameters = members
        }
        wantsMore = try fields.flag(ifPresent: "more") ?? false
        isOneway = try fields.flag(ifPresent: "oneway") ?? false
    }

    /// The message with its NUL.
    package func encoded() -> [UInt8] {
        var writer = JSONWriter(reserving: 256)
        writer.object { writer in
            writer.field("method", method)
            if !parameters.isEmpty {
                writer.name("parameters")
                writer.value(.object(parameters))
            }
            if wantsMore { writer.field("more", true) }
            if isOneway { writer.field("oneway", true) }
        }
        writer.terminate(0)
        return writer.bytes
    }
}
