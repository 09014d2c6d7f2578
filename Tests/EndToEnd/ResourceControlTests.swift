import ControlProtocol
import Glibc
import ServiceModel
import TestSupport
import Testing

@Suite("What a unit's processes take together", .serialized)
struct ResourceControlTests {
    /// What the cgroups of units have here, found by way of a unit that runs.
    private func controllers(_ supervisor: RunningSupervisor) throws -> Set<String> {
        #expect(try supervisor.start("plain").outcome == .done)
        let group = try #require(try supervisor.status("plain").controlGroup)
        let base = group.split(separator: "/").dropLast().joined(separator: "/")
        return Set(
            try Files.lines("/\(base)/cgroup.controllers").flatMap {
                $0.split(separator: " ").map(String.init)
            }
        )
    }

    private static let sleeper = "ExecStart=/bin/sleep 1000\n"

    @Test(
        "is limited by the file of its cgroup, or the start is refused with the controller that is missing",
        arguments: [
            ("MemoryMax=64M", "memory", "memory.max", "67108864"), ("TasksMax=20", "pids", "pids.max", "20"),
            ("CPUQuota=20%", "cpu", "cpu.max", "20000 100000"),
            ("AllowedCPUs=0", "cpuset", "cpuset.cpus", "0"),
            ("IOWeight=50", "io", "io.weight", "default 50"),
        ]
    )
    func limited(line: String, controller: String, file: String, value: String) throws {
        let supervisor = try RunningSupervisor([
            "plain.service": "[Service]\n" + Self.sleeper,
            "web.service": "[Service]\n\(line)\n" + Self.sleeper,
        ])
        let directive = line.prefix { $0 != "=" }
        if try controllers(supervisor).contains(controller) {
            #expect(try supervisor.start("web").outcome == .done)
            let group = try #require(try supervisor.status("web").controlGroup)
            #expect(try Files.lines("\(group)/\(file)").first == value)
        } else {
            let refused = try supervisor.start("web")
            #expect(refused.outcome == .refused, "\(refused)")
            #expect(
                refused.message.contains(
                    "\(directive)= cannot be enforced: it needs the \(controller) controller, which "
                ),
                "\(refused.message)"
            )
            #expect(try supervisor.status("web").summary.pid == nil)
        }
    }
}
