/// The program's entry, called by its C `main`. Arguments and environment are not looked at: policy comes
/// with the job and from nowhere else.
// swift-format-ignore: AlwaysUseLowerCamelCase
@c(castellan_exec)
public func castellan_exec(_ argc: Int32, _ argv: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32
{
    Int32(Helper.run())
}
