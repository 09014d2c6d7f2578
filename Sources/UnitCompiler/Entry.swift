import LinuxSystem

/// The program's entry, called by its C `main`.
// swift-format-ignore: AlwaysUseLowerCamelCase
@c(castellan_load)
public func castellan_load(_ argc: Int32, _ argv: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32
{
    LoaderProgram.run(unsafe Arguments.list(argc, argv))
}
