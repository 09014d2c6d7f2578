/// The program's entry, called by its C `main`.
@c(castellan_load)
public func castellan_load(_ argc: Int32, _ argv: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32 {
    0
}
