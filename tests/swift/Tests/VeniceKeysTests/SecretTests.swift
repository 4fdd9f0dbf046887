import Canonical
import Foundation
import Testing
import VeniceKeys

/// No form in which Swift shows a value that holds a secret shows the secret.
@Suite struct SecretTests {
    private static let text = "VENICE_ADMIN_KEY_UNITTEST_abcdefghijklmnop2V2jNW"
    private static let shown = "VENICE_ADMIN_KEY_…2V2jNW"
    private let secret = Secret(Self.text)

    @Test func everyPrintedFormIsTheRedactedOne() {
        var printed = ""
        print(secret, to: &printed)
        var debugPrinted = ""
        debugPrint(secret, to: &debugPrinted)
        var dumped = ""
        dump(secret, to: &dumped)
        let forms = [
            printed, debugPrinted, dumped, "\(secret)", String(describing: secret),
            String(reflecting: secret), secret.description, secret.debugDescription,
            "\(Optional(secret) as Any)", "\([secret])", "\(["key": secret])",
        ]
        for form in forms {
            #expect(form.contains(Self.shown), "\(form)")
            #expect(!form.contains("UNITTEST"))
            #expect(!form.contains("abcdef"))
        }
    }

    @Test func noMirrorLeadsToTheText() {
        #expect(!Self.reachable(from: secret).contains { $0.contains("UNITTEST") })
        #expect(!Self.reachable(from: created).contains { $0.contains("UNITTEST") })
    }

    @Test func aCreatedKeyShowsNoSecret() {
        var dumped = ""
        dump(created, to: &dumped)
        for form in ["\(created)", String(reflecting: created), dumped] {
            #expect(form.contains(Self.shown), "\(form)")
            #expect(!form.contains("UNITTEST"))
        }
    }

    @Test func nothingThatHoldsASecretCanBeEncoded() {
        #expect(!((secret as Any) is any Encodable))
        #expect(!((created as Any) is any Encodable))
        #expect((Balances() as Any) is any Encodable, "this is how it would look")
    }

    @Test func revealIsTheWayToTheText() {
        #expect(secret.reveal() == Self.text)
    }

    @Test func equalityAndHashesAreByText() {
        #expect(secret == Secret(Self.text))
        #expect(secret != Secret(Self.text.replacingOccurrences(of: "abc", with: "abd")))
        #expect(Set([secret, Secret(Self.text)]).count == 1)
        #expect(created == created)
    }

    @Test func aWalletShowsItsAddressOnly() throws {
        let key = "0x" + String(repeating: "0", count: 62) + "c5"
        let wallet = try Wallet(key)
        var dumped = ""
        dump(wallet, to: &dumped)
        for form in ["\(wallet)", String(reflecting: wallet), dumped, "\([wallet])"] {
            #expect(form.contains(wallet.address), "\(form)")
            #expect(!form.contains("00000000c5"))
        }
        #expect(!Self.reachable(from: wallet).contains { $0.contains("00000000c5") })
    }

    @Test func aSignInShowsNothingAndIsGoodOnce() async throws {
        let sandbox = try await Sandbox.start()
        let wallet = try Wallet(sandbox.ready["staked_private_key"] ?? "")
        let header = try wallet.signIn()
        #expect(header.name == "SIGN-IN-WITH-X")
        let text = header.value.reveal()
        var dumped = ""
        dump(header, to: &dumped)
        for form in ["\(header)", String(reflecting: header), dumped, "\([header])"] {
            #expect(!form.contains(text.prefix(20)), "\(form)")
            #expect(!form.contains(text.dropFirst(200).prefix(20)), "\(form)")
        }
        #expect(!Self.reachable(from: header).contains { $0.contains(text.prefix(20)) })
        #expect(!((header as Any) is any Encodable))
        #expect(try wallet.signIn().value != header.value)

        let use = JSON.object([
            "value": .string(text), "path": .string("/x402/balance/\(wallet.address)"),
        ])
        let signedIn = try await sandbox.post("sign-in", use)
        #expect(signedIn["address"]?.string?.lowercased() == wallet.address.lowercased())
        await #expect(throws: Unplayable.self) { try await sandbox.post("sign-in", use) }
    }

    @Test func aClientShowsNoKey() throws {
        let client = try Client(apiKey: Self.text)
        var dumped = ""
        dump(client, to: &dumped)
        for form in ["\(client)", String(reflecting: client), dumped] {
            #expect(!form.contains("UNITTEST"), "\(form)")
        }
    }

    @Test func aChallengeIsPrintedWithoutItsText() {
        let challenge = Web3Challenge(text: "some.challenge.text")
        var dumped = ""
        dump(challenge, to: &dumped)
        for form in ["\(challenge)", String(reflecting: challenge), dumped, "\([challenge])"] {
            #expect(form.contains("jwt"), "\(form)")
            #expect(!form.contains("some.challenge"))
        }
        #expect(challenge.text == "some.challenge.text")
    }

    private var created: CreatedKey {
        CreatedKey(apiKey: secret, id: "some-id", consumptionLimit: ConsumptionLimit(usd: 5))
    }

    /// Every text that mirrors lead to.
    private static func reachable(from value: Any, depth: Int = 8) -> [String] {
        guard depth > 0 else { return [] }
        return ["\(value)"]
            + Mirror(reflecting: value).children.flatMap {
                reachable(from: $0.value, depth: depth - 1)
            }
    }
}
