import LaunchProtocol
import LinuxSystem
import ServiceModel

/// The last acts. Everything a filter might forbid is done before it: what follows the first filter is the
/// next filter and `execve(2)`.
extension Launch {
    func installFilters() throws(StepFailure) {
        guard isRestricted else { return }
        if context.standsBy { try about("") { () throws(SystemError) in try OwnProcess.hideFromTracers() } }
        if plan.properties.deniesWritableCode { try denyWritableCode() }
        for filter in plan.filters {
            try about("") { () throws(SystemError) in
                try ProgramImage.install(filter.instructions, isLogged: filter.isLogged)
            }
        }
    }

    private func denyWritableCode() throws(StepFailure) {
        let holds = try about("MemoryDenyWriteExecute=") { () throws(SystemError) in
            try WritableCodeDenial.begin()
            return try WritableCodeDenial.holds()
        }
        guard holds else { throw StepFailure(errno: 0, "MemoryDenyWriteExecute= does not hold") }
    }

    mutating func prepareImage() {
        let arguments =
            command.expandsVariables
            ? VariableExpansion.expand(command.arguments) { environment[$0] } : command.arguments
        image = PreparedImage(
            ProgramImage(path: program, arguments: arguments, environment: environment.entries)
        )
    }

    func execute() throws(StepFailure) {
        guard let image else { preconditionFailure("the image is prepared once the program is found") }
        do {
            try image.image.execute()
        } catch {
            // The file was there a moment ago: what is missing is what it names.
            let isInterpreter = error.errno == Errno.noEntry
            throw StepFailure(
                errno: error.errno,
                isInterpreter ? "\(program): its interpreter or loader is missing" : program
            )
        }
    }
}

/// A program image that a value which is copied can hold on to.
final class PreparedImage {
    let image: ProgramImage

    init(_ image: consuming ProgramImage) {
        self.image = image
    }
}
