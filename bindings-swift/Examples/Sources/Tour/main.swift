// The main jobs, one after the other, in a transcript to read.
//
// `make demo-swift` runs it against a sandbox. With `--live` and VENICE_ADMIN_KEY set it talks to
// Venice itself, and only reads.

import Foundation
import VeniceKeys

switch CommandLine.arguments.dropFirst() {
case []: try await inTheSandbox()
case ["--live"]: try await live()
default:
    print("usage: tour [--live]")
    exit(2)
}

func inTheSandbox() async throws {
    guard ProcessInfo.processInfo.environment["VENICE_BASE_URL"] != nil else {
        print("start me with `make demo-swift`, which starts a sandbox, or with --live")
        exit(2)
    }
    // The sandbox's key and address come from the environment.
    let client = try Client()
    print("venice-keys, a tour in Swift against the sandbox\n")
    try await manage(client)
    // The sandbox shows a new key at once; Venice's list may lag behind.
    try await jobs(client.withOptions(settle: 0.1))
    try await read(client)
    try await mint()
    print("\nThat was the tour: nothing left your machine.")
}

func live() async throws {
    print("venice-keys, a tour in Swift against Venice: read-only calls\n")
    let client = try Client()
    step("List the account's keys (needs an ADMIN key)")
    do {
        print("  \(try await client.listKeys().count) active keys")
    } catch let error as VeniceError {
        print("  \(error)")
    }
    try await read(client)
}

func step(_ what: String) {
    print("→ \(what)")
}

func manage(_ client: Client) async throws {
    step("Create a key for a customer: 50 USD a month, expires after 2099")
    let created = try await client.createKey(
        NewKey(
            description: "customer 42", consumptionLimit: .init(usd: 50), limitPeriod: .month,
            expiresAt: "2099-12-31T00:00:00Z"))
    print("  id      \(created.id)")
    print("  secret  \(created.apiKey)   (printed redacted; reveal() gives it)")

    step("List the keys")
    for key in try await client.listKeys() {
        let name = (key.description ?? "").padding(toLength: 24, withPad: " ", startingAt: 0)
        let cap = key.consumptionLimits.usd.map { "\($0) USD" } ?? "no cap"
        print("  \(key.id)  \(name) …\(key.last6Chars ?? "")  \(cap)")
    }

    step("Read it again")
    let key = try await client.getKey(created.id)
    let expires = key.expiresAt.map { ISO8601DateFormatter().string(from: $0) } ?? "never"
    print("  spent \(key.currentPeriodUsage?.usd ?? 0) USD this month, expires \(expires)")

    step("Raise its cap to 75 USD; everything else stays")
    let changed = try await client.updateKey(
        created.id, with: KeyUpdate(consumptionLimit: .set(.init(usd: .set(75)))))
    print("  cap now \(changed.consumptionLimits.usd ?? 0) USD")

    step("Delete it")
    try await client.deleteKey(created.id)
    do {
        _ = try await client.getKey(created.id)
        print("  read once more: still there")
    } catch let error as VeniceError {
        print("  read once more: \(error.code.rawValue)")
    }
}

/// Stands for yours: a keychain, a secret manager, a table.
actor Vault {
    private(set) var secrets: [String: Secret] = [:]
    func put(_ created: CreatedKey) { secrets[created.id] = created.apiKey }
}

func jobs(_ client: Client) async throws {
    let vault = Vault()

    step("Make sure that a customer has a key: twice, and there is one")
    let customer = NewKey(description: "customer 7", consumptionLimit: .init(usd: 50))
    for _ in 1...2 {
        let ensured = try await client.ensureKey(customer) { await vault.put($0) }
        print("  \(ensured.id)  \(ensured.outcome)")
    }

    step("Make sure that three seats have one")
    let seats = (1...3).map { NewKey(description: "seat \($0)", ipAllowlist: []) }
    var lastSeat = ""
    for try await seat in client.provisionKeys(seats, store: { await vault.put($0) }) {
        print("  \(seat.description)  \(seat.outcome), \(seat.progress.done) of 3")
        lastSeat = seat.id ?? ""
    }

    step("Rotate the last: the old key works for another day")
    let day = Rotation(grace: 24 * 3600)
    let rotated = try await client.rotateKey(lastSeat, with: day) { await vault.put($0) }
    let end = rotated.oldExpiresAt.map { ISO8601DateFormatter().string(from: $0) } ?? "deleted"
    print("  \(rotated.id) in place of \(rotated.oldID), which ends \(end)")

    step("A key for one piece of work, deleted when that ends")
    let job = NewKey(description: "nightly report", consumptionLimit: .init(usd: 1))
    let accepted = try await client.temporaryKey(job, lifetime: 3600) { key in
        try await client.withAPIKey(key.apiKey).verifyKey().accepted
    }
    print("  accepted \(accepted) while it lasted")

    step("Clean up: the plan, and then the deletion")
    let former = KeyFilter(prefix: "seat ")
    print("  to be deleted: \(try await client.planDeletion(former).count)")
    for try await key in client.deleteKeys(former) { print("  \(key.id)  \(key.outcome)") }
    print("  left unfinished by anybody: \(try await client.pendingKeys().count)")
    print("  secrets in the vault: \(await vault.secrets.count)")
}

func read(_ client: Client) async throws {
    step("Is my own key healthy?")
    let status = try await client.verifyKey()
    print("  accepted \(status.accepted), may spend \(status.maySpend)")

    step("What are its limits?")
    let limits = try await client.rateLimits()
    print("  tier \(limits.apiTier?.id ?? "?"), limits for \(limits.rateLimits.count) models")
    if let usd = limits.balances.usd {
        print("  balance \(usd) USD")
    }
}

func mint() async throws {
    step("Mint a key with a wallet, without any other key")
    let wallet = try Wallet(ProcessInfo.processInfo.environment["WALLET_PRIVATE_KEY"] ?? "")
    let minted = try await Client.anonymous()
        .mintWithWallet(wallet, with: MintOptions(description: "my agent"))
    print("  wallet  \(wallet.address)")
    print("  secret  \(minted.apiKey)")

    step("Use the minted key")
    let agent = try Client(apiKey: minted.apiKey)
    print("  accepted \(try await agent.verifyKey().accepted)")
}
