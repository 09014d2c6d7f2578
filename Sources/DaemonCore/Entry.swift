/// The program's entry, called by its C `main`.
@c(castellan_supervisord)
public func castellan_supervisord(_ argc: Int32, _ argv: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32 {
    0
}
