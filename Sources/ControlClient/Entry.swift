import LinuxSystem

/// The program's entry, called by its C `main`. Returns Supervisor's exit status for the command.
// swift-format-ignore: AlwaysUseLowerCamelCase
@c(castellan_ctl)
public func castellan_ctl(_ argc: Int32, _ argv: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32
{
    ClientProgram.run(unsafe Arguments.list(argc, argv))
}
