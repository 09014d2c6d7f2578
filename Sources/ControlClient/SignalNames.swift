import ServiceModel

/// The names that completion offers for a signal.
enum SignalNames {
    static let all: [String] = Signal.names
}
