/// The program's entry, called by its C `main`.
@c(castellan_exec)
public func castellan_exec(_ argc: Int32, _ argv: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32 {
    0
}
