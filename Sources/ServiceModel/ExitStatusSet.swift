/// The codes and signals of `SuccessExitStatus=`, `RestartPreventExitStatus=`, `RestartForceExitStatus=`.
package struct ExitStatusSet: Hashable, Sendable {
    package var codes: [UInt8]
    package var signals: [Signal]

    package init(codes: [UInt8] = [], signals: [Signal] = []) {
        self.codes = codes
        self.signals = signals
    }

    package func contains(_ status: ExitStatus) -> Bool {
        switch status {
        case .exited(let code): codes.contains(code)
        case .signaled(let signal, _): signals.contains(signal)
        }
    }
}
