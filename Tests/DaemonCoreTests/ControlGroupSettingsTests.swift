import LinuxSystem
import ServiceModel
import TestSupport
import Testing

@testable import DaemonCore

/// On a folder that looks like a cgroup: here no controller is to be had. What the kernel makes of the files is not
/// seen.
@Suite("The files of a cgroup")
struct ControlGroupSettingsTests {
    private func text(_ path: String) throws -> String {
        String(decoding: try StateFile.contents(path), as: UTF8.self)
    }

    @Test("are written with what the unit asks for, in its order")
    func writing() throws {
        let folder = try ScratchFolder()
        for file in ["memory.max", "io.max"] { try folder.write(file, "") }
        var plan = ControlGroupPlan()
        plan.settings = [
            .init(directive: "MemoryMax", file: "memory.max", value: "4096"),
            .init(directive: "IOReadBandwidthMax", file: "io.max", value: "rbps=5", device: folder.path),
        ]
        try ControlGroupSettings.apply(plan, to: folder.path)
        #expect(try text(folder.path + "/memory.max") == "4096")
        let device = try DeviceNumbers.block(of: folder.path)
        #expect(try text(folder.path + "/io.max") == "\(device.major):\(device.minor) rbps=5")
    }

    @Test("that are not there, or a device that is none, are told with the directive")
    func missing() throws {
        let folder = try ScratchFolder()
        try folder.write("io.max", "")
        func failure(_ setting: ControlGroupPlan.Setting) -> String? {
            var plan = ControlGroupPlan()
            plan.settings = [setting]
            do throws(ControlGroupFailure) {
                try ControlGroupSettings.apply(plan, to: folder.path)
                return nil
            } catch {
                return "\(error.step): \(error.error)"
            }
        }
        #expect(
            failure(.init(directive: "MemoryMax", file: "memory.max", value: "1"))
                == "MemoryMax=: writing '1' to memory.max: open: No such file or directory"
        )
        #expect(
            failure(.init(directive: "IOReadIOPSMax", file: "io.max", value: "riops=1", device: "/dev/null"))
                == "IOReadIOPSMax=: writing 'riops=1' for /dev/null to io.max: stat: Block device required"
        )
    }

    @Test("tell a number behind a name of its own")
    func counts() throws {
        let folder = try ScratchFolder()
        try folder.write("memory.events", "low 0\noom 4\noom_kill 3\noom_group_kill 1\n")
        #expect(try ControlGroupSettings.count("oom_kill", in: folder.path + "/memory.events") == 3)
        #expect(try ControlGroupSettings.count("kill", in: folder.path + "/memory.events") == 0)
    }

    @Test("name the controllers that the units' cgroups get, and those only once")
    func controllers() throws {
        let folder = try ScratchFolder()
        try folder.write("cgroup.subtree_control", "cpu memory\n")
        try ControlGroupSettings.enable(["memory"], in: folder.path)
        #expect(try text(folder.path + "/cgroup.subtree_control") == "cpu memory\n")
        try ControlGroupSettings.enable(["pids"], in: folder.path)
        #expect(try text(folder.path + "/cgroup.subtree_control").hasPrefix("+pids"))
    }
}
