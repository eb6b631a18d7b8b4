package enum Reference { package static let json = "", markdown = "", text = "" }
