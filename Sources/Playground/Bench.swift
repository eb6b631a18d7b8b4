package enum Bench {
    package struct R { package let json = "", text = "" }
    package static func run(repetitions: Int) throws(UserError) -> R { R() }
}
