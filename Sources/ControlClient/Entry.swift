/// The program's entry, called by its C `main`.
// swift-format-ignore: AlwaysUseLowerCamelCase
@c(castellan_ctl)
public func castellan_ctl(_ argc: Int32, _ argv: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32
{
    0
}
