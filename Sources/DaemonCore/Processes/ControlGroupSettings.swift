import LinuxSystem
import ServiceModel

/// What the unit asks of its cgroup could not be done: of which directive, and why.
struct ControlGroupFailure: Error {
    let step: String
    let error: SystemError
}

/// Writes a unit's limits into its cgroup, before anything is born in it.
enum ControlGroupSettings {
    /// The controllers are switched on for all units: the kernel knows no other way for cgroups that are siblings.
    static func enable(_ controllers: [String], in base: String) throws(ControlGroupFailure) {
        let path = base + "/cgroup.subtree_control"
        for name in controllers {
            do {
                if try words(path).contains(name) { continue }
                try StateFile.write("+" + name, to: path)
            } catch {
                throw ControlGroupFailure(
                    step: "switching the \(name) controller on in \(base)",
                    error: error
                )
            }
        }
    }

    static func apply(_ plan: ControlGroupPlan, to group: String) throws(ControlGroupFailure) {
        for setting in plan.settings {
            do {
                let device =
                    try setting.device.map { path throws(SystemError) in try numbers(of: path) } ?? ""
                try StateFile.write(device + setting.value, to: group + "/" + setting.file)
            } catch {
                let what = setting.device.map { " for \($0)" } ?? ""
                throw ControlGroupFailure(
                    step: "\(setting.directive)=: writing '\(setting.value)'\(what) to \(setting.file)",
                    error: error
                )
            }
        }
    }

    /// `8:0 `: of the device, or of the one that the file lies on.
    private static func numbers(of path: String) throws(SystemError) -> String {
        let device = try DeviceNumbers.block(of: path)
        return "\(device.major):\(device.minor) "
    }

    /// The number behind a name, in a file of `name number` lines; 0 where there is none.
    static func count(_ name: String, in path: String) throws(SystemError) -> UInt64 {
        let words = try words(path)
        for index in words.indices.dropLast() where words[index] == name {
            if let number = UInt64(words[index + 1]) { return number }
        }
        return 0
    }

    /// The names in a file of the kernel's.
    static func words(_ path: String) throws(SystemError) -> [String] {
        String(decoding: try StateFile.contents(path), as: UTF8.self)
            .split { $0 == " " || $0 == "\n" }.map { String($0) }
    }
}
