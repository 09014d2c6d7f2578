package import Wire

/// What a helper says on its socket before it becomes the service. The socket closes on exec: end of file
/// without a failure means that the service's program runs.
package enum LaunchReport: Hashable, Sendable {
    /// Sent once accounts are resolved.
    case identity(uid: UInt32, gid: UInt32)
    /// The helper stops after this. `detail` names the subject, such as a path.
    case failure(step: LaunchStep, errno: Int32, detail: String)
}

extension LaunchReport {
    package func encoded() -> [UInt8] {
        var writer = ByteWriter(reserving: 64)
        switch self {
        case .identity(let uid, let gid):
            writer.write(UInt8(0))
            writer.write(uid)
            writer.write(gid)
        case .failure(let step, let errno, let detail):
            writer.write(UInt8(1))
            writer.write(step.rawValue)
            writer.write(errno)
            writer.write(detail)
        }
        return writer.bytes
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        var reader = ByteReader(bytes)
        switch try reader.number(UInt8.self) {
        case 0:
            self = .identity(uid: try reader.number(), gid: try reader.number())
        case 1:
            self = .failure(
                step: try reader.choice(LaunchStep.self),
                errno: try reader.number(),
                detail: try reader.string()
            )
        default:
            throw WireError(.invalidValue, at: 0)
        }
        try reader.finish()
    }
}
