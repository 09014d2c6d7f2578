/// What a helper says on its socket before it becomes the service. The socket closes on exec: end of file
/// without a failure means that the service's program runs.
package enum LaunchReport: Hashable, Sendable {
    /// Sent once accounts are resolved.
    case identity(uid: UInt32, gid: UInt32)
    /// The helper stops after this. `detail` names the subject, such as a path.
    case failure(step: LaunchStep, errno: Int32, detail: String)
}
