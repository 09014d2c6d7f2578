/// Who the service runs as.
package struct Identity: Hashable, Sendable {
    package var user: AccountReference?
    package var group: AccountReference?
    package var supplementaryGroups: [AccountReference] = []
    /// A user id leased for the run; `user` then only names it.
    package var isDynamic = false
    /// `SetLoginEnvironment=`; nil: set HOME, LOGNAME, USER and SHELL exactly when `user` is set.
    package var setsLoginEnvironment: Bool?

    package init() {}

    /// systemd's range for dynamic users.
    package static let dynamicRange: ClosedRange<UInt32> = 61184...65519
}
