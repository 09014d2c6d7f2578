import LinuxSystem
import ServiceModel

/// One directory of the unit search path, held open.
final class UnitDirectory {
    typealias Index = Int

    let path: String
    let directory: Directory
    let names: Set<FileName>
    /// Why its files should not be trusted; nil when they may be.
    let objection: String?

    init(path: String, directory: consuming Directory, names: [String], objection: String?) {
        self.path = path
        self.directory = directory
        self.names = Set(names.map(FileName.init))
        self.objection = objection
    }

    func path(of name: String) -> String { path + "/" + name }
}
