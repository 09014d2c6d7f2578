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

    static func attach(_ programs: [ControlGroupProgram], to group: String, _ log: (String) -> Void)
        throws(ControlGroupFailure)
    {
        for program in programs {
            do {
                let filled = try fill(program, log)
                try GroupProgram(hook(of: program.kind), filled.instructions).attach(to: group)
            } catch {
                throw ControlGroupFailure(
                    step: "\(program.directive)=: attaching its BPF program",
                    error: error
                )
            }
        }
    }

    /// A device that is not there is not allowed, whatever gets its name later.
    private static func fill(_ program: ControlGroupProgram, _ log: (String) -> Void) throws(SystemError)
        -> ControlGroupProgram
    {
        var program = program
        for place in program.devices {
            guard let device = try node(place.path) else {
                log("DeviceAllow=\(place.path) is no device here and allows nothing")
                continue
            }
            program.fill(place, isBlock: device.isBlock, major: device.major, minor: device.minor)
        }
        return program
    }

    private static func node(_ path: String) throws(SystemError) -> DeviceNumbers? {
        do {
            return try DeviceNumbers.node(path)
        } catch {
            if error.errno == Errno.noEntry || error.errno == Errno.notDirectory { return nil }
            throw error
        }
    }

    private static func hook(of kind: ControlGroupProgram.Kind) -> GroupProgram.Hook {
        switch kind {
        case .device: .device
        case .ingress: .ingress
        case .egress: .egress
        case .bind4: .bind4
        case .bind6: .bind6
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
