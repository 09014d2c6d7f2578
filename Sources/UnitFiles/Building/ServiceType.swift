/// The words of `Type=`.
enum ServiceType: String, CaseIterable {
    case simple, exec, oneshot, idle, forking, notify
    case notifyReload = "notify-reload"
    case dbus
}
