/// A mistake of the user's, with the exit status that says of which kind it is.
package struct UserError: Error, Sendable {
    /// The exit statuses, after sysexits.
    package enum Kind: Int32, Sendable {
        /// Something that was expected is not so.
        case failed = 1
        case usage = 64
        /// A source, an image, a host model that cannot be understood.
        case badInput = 65
        case noSuchFile = 66
        /// A part of Ringside itself did not come to its end.
        case software = 70
        case cannotWrite = 73
    }

    package let kind: Kind
    /// What is wrong and what to do, ready to be shown.
    package let text: String

    package init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }
}
