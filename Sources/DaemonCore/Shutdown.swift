import EventLoop
import LinuxSystem
import ServiceModel
import Supervision

/// The end of the daemon: every unit is stopped, and when the last one is, the loop ends.
final class Shutdown {
    private(set) var isHurried = false
    fileprivate var isFinished = false

    /// Called whenever a unit's state changed.
    func unitChanged(_ daemon: Daemon) {
        if daemon.isQuiet { daemon.finishShutdown() }
    }

    /// What is launched from now on is killed as well.
    func hurry(_ daemon: Daemon) {
        isHurried = true
        daemon.killEverything()
    }
}

extension Daemon {
    /// Stops everything and ends. Asked a second time, it no longer waits for anybody's stop timeout.
    func shutDown() {
        if let shutdown {
            log.warning("asked again: every process is killed now")
            shutdown.hurry(self)
            return
        }
        shutdown = Shutdown()
        standbys.drain()
        for slot in units.indices where !isSettled(slot) { post(slot, .stop) }
        if isQuiet { finishShutdown() }
    }

    var isQuiet: Bool { standbys.areGone && units.indices.allSatisfy(isSettled) }

    func isSettled(_ slot: Int) -> Bool { units[slot].machine.activeState.isSettled }

    func killEverything() {
        for slot in units.indices where !isSettled(slot) {
            signalAll(slot, .kill, except: nil)
        }
    }

    func finishShutdown() {
        guard let shutdown, !shutdown.isFinished else { return }
        shutdown.isFinished = true
        journal.flush()
        journal.sync()
        control?.close()
        forkServer.end()
        processes.finish()
        log.info("all units stopped")
        reactor.stop()
    }
}
