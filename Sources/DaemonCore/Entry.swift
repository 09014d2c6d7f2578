import LinuxSystem

/// The program's entry, called by its C `main`. Returns the exit status: 0 after an orderly end, 1 when the
/// daemon could not start, 2 for a wrong command line.
// swift-format-ignore: AlwaysUseLowerCamelCase
@c(castellan_supervisord)
public func castellan_supervisord(
    _ argc: Int32,
    _ argv: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
    Program.run(unsafe Arguments.list(argc, argv))
}
