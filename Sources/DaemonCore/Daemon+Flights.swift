import EventLoop
import LaunchProtocol
import LinuxSystem
import ServiceModel
import Supervision

/// Helpers that do not become their service: one may wait for ever to open a pipe that nobody reads.
extension Daemon {
    /// How often those on their way are looked at, and from which age on one is slow, in microseconds.
    private static let flightInterval: UInt64 = 1_000_000

    func watchFlights() {
        let alarm = flightAlarm ?? reactor.deadlines.make { [self] in lookAtFlights() }
        guard flightAlarm == nil || !reactor.deadlines.isSet(alarm) else { return }
        flightAlarm = alarm
        reactor.deadlines.set(alarm, at: Clock.monotonic() + Daemon.flightInterval)
    }

    /// Nothing more is to be heard of its launch.
    func endFlight(of pid: Int32) -> Flight? {
        guard let flight = flights.removeValue(forKey: pid) else { return nil }
        if flight.isSlow { slowFlights -= 1 }
        hasSaidFull = false
        return flight
    }

    private func lookAtFlights() {
        let now = Clock.monotonic()
        var isAnyToWatch = false
        for flight in Array(flights.values) {
            if !flight.isSlow, now >= flight.begunAt + Daemon.flightInterval {
                flight.isSlow = true
                slowFlights += 1
            }
            if now >= flight.deadline { giveUp(late: flight) }
            isAnyToWatch = isAnyToWatch || !flight.isSlow || flight.deadline != .max && flight.end != .killed
        }
        if isAnyToWatch { watchFlights() }
    }

    /// What it waits in is interrupted first, so that it can say what that was.
    private func giveUp(late flight: Flight) {
        let pid = flight.helper.pid
        // It may have become the program while nobody listened, or be about to say so.
        takeReports(of: pid)
        guard flights[pid] === flight, ProcessTable.hasExecuted(pid) != true else { return }
        do {
            switch flight.end {
            case .notDue:
                flight.end = .interrupted
                try ProcessControl.interrupt(helper: pid)
            case .interrupted:
                flight.end = .killed
                log.error("\(name(of: flight.slot)): helper \(pid) did not become the program in time")
                try ProcessControl.signal(child: pid, Signal.kill.number)
            case .killed: return
            }
        } catch {
            log.error("helper \(pid): \(error)")
        }
    }
}
