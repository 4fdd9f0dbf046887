import Canonical
import Foundation
import VeniceKeys

/// What a task of a wave does.
enum Act: CaseIterable {
    case list, get, verify, createAndDelete, mintAndDelete
    /// Creates a key that is stored before it is lasting.
    case createOnce
    /// Works with a key that goes with the work.
    case borrow
    /// Makes a call that gets no response, and runs into its timeout.
    case wait
    /// Creates a key with less time than that takes.
    case createInHaste
    /// Starts calls in a group and throws the group away.
    case giveUpGroup
    /// Starts calls as `async let` and never awaits them.
    case forget
}

/// When a task is cancelled.
enum Cancelling {
    case never, before, after
    case during(UInt64)
}

/// What a task does, decided before it begins, so that a seed repeats it.
struct Plan: Sendable {
    let name: String
    let act: Act
    let cancelling: Cancelling
    /// A client of its own is dropped with the task, its cancelled calls still in flight.
    let ownClient: Bool
    /// How long a group or `async let` is left alone, in nanoseconds.
    let patience: UInt64

    init(_ name: String, _ random: inout Seeded) {
        self.name = name
        act = Act.allCases.randomElement(using: &random) ?? .list
        patience = .random(in: 0...20_000_000, using: &random)
        let moment = UInt64.random(in: 0...60_000_000, using: &random)
        // A key created in haste is found by its description, which needs the task to report it.
        let choices: [Cancelling] =
            act == .createInHaste
            ? [.never, .after]
            : [.never, .never, .after, .before, .during(moment), .during(moment)]
        cancelling = choices.randomElement(using: &random) ?? .never
        ownClient = .random(in: 0..<4, using: &random) == 0
    }
}

/// Waves of tasks, one after the other.
struct Waves {
    private(set) var count = 0
    private(set) var most = Held()
    private let ledger: Ledger
    private var random: Seeded
    private let wallet: Wallet
    private let lasting: ApiKey.ID

    init(_ ledger: Ledger, seed: UInt64) async throws {
        self.ledger = ledger
        random = Seeded(seed)
        let key = ProcessInfo.processInfo.environment["WALLET_PRIVATE_KEY"] ?? ""
        wallet = try Wallet(key)
        lasting = try await Self.client(ledger).listKeys()[0].id
    }

    mutating func play(for seconds: Double) async throws {
        let end = Date().addingTimeInterval(seconds)
        repeat { try await wave() } while Date() < end
    }

    private mutating func wave() async throws {
        count += 1
        let client = try Self.client(ledger)
        for number in 0..<Storm.width {
            start(Plan("storm \(count) \(number)", &random), client)
        }
        // Polled: a lost continuation would hang an `await` here, too.
        let latest = Date().addingTimeInterval(120)
        while ledger.tally.done < ledger.tally.tasks {
            if Date() > latest { neverEnds(ledger) }
            most = most.orMore(try .now())
            try await Task.sleep(nanoseconds: 10_000_000)
        }
        try await clean()
    }

    /// Starts a task, its cancellation with it, and sees that it ends as it should.
    private func start(_ plan: Plan, _ shared: Client) {
        let (ledger, wallet, lasting) = (ledger, wallet, lasting)
        ledger.note { $0.tasks += 1 }
        let task = Task {
            if case .before = plan.cancelling { withUnsafeCurrentTask { $0?.cancel() } }
            let client = plan.ownClient ? try Self.client(ledger) : shared
            let player = Player(
                client: client, wallet: wallet, lasting: lasting, plan: plan, ledger: ledger)
            try await player.play()
        }
        if case .during(let moment) = plan.cancelling {
            Task {
                try await Task.sleep(nanoseconds: moment)
                task.cancel()
            }
        }
        Task {
            let outcome = await task.result
            // The cancellation of what has ended does nothing.
            if case .after = plan.cancelling { task.cancel() }
            ledger.note { tally in
                tally.done += 1
                switch (outcome, plan.cancelling) {
                case (.success, .never), (.success, .after), (.success, .during): break
                case (.failure(is CancellationError), .before),
                    (.failure(is CancellationError), .during):
                    tally.cancelled += 1
                default: tally.wrong.append("\(plan): \(outcome)")
                }
            }
        }
    }

    /// Deletes the keys that are known, as the warnings say, and those that nobody's call is about
    /// any more: until their hold ends they count among the account's 500.
    private func clean() async throws {
        let client = try Self.client(ledger)
        for id in ledger.toDelete(of: try await client.listKeys()) {
            // A cancelled task may have deleted it.
            do { try await client.deleteKey(id) } catch VeniceError.notFound {}
            ledger.deleted(id)
        }
    }

    /// The descriptions of keys that are still there, though every call has ended.
    func keysLeftBehind() async throws -> [String] {
        try await clean()
        return try await Self.client(ledger).listKeys().compactMap(\.description).filter {
            $0.hasPrefix("storm")
        }
    }

    /// What is held once the requests behind cancelled calls and the idle threads have ended: when
    /// it is no more than `before`, or without that, when it no longer changes.
    func settled(to before: Held?) async throws -> Held {
        let latest = Date().addingTimeInterval(60)
        var (held, since) = (try Held.now(), Date())
        while Date() < latest {
            try await Task.sleep(nanoseconds: 100_000_000)
            let now = try Held.now()
            if now.descriptors != held.descriptors || now.threads != held.threads { since = Date() }
            held = now
            let isBack = before.map {
                held.descriptors <= $0.descriptors && held.threads <= $0.threads
            }
            if isBack ?? (since.timeIntervalSinceNow < -2) { break }
        }
        // Free memory goes back to the system first, which glibc does when it likes: most of what
        // is resident after a wave is free.
        _ = mallocTrim(0)
        held.resident = try Held.now().resident
        return held
    }

    private static func client(_ ledger: Ledger) throws -> Client {
        try Client(configuration: configuration(ledger, timeout: 60))
    }

    fileprivate static func configuration(
        _ ledger: Ledger, timeout: TimeInterval
    ) -> Client.Configuration {
        .init(timeout: timeout, createLimit: .max, createLimitPeriod: 0.001, log: ledger.warned)
    }
}

/// What one task does.
private struct Player: Sendable {
    let client: Client
    let wallet: Wallet
    let lasting: ApiKey.ID
    let plan: Plan
    let ledger: Ledger

    func play() async throws {
        switch plan.act {
        case .list: _ = try await ledger.counted { try await client.listKeys() }
        case .get: _ = try await ledger.counted { try await client.getKey(lasting) }
        case .verify: _ = try await ledger.counted { try await client.verifyKey() }
        case .createAndDelete: try await delete(created(by: client))
        case .mintAndDelete:
            let options = MintOptions(description: plan.name)
            let created = try await ledger.counted {
                try await client.mintWithWallet(wallet, with: options)
            }
            ledger.created(created.id)
            try await delete(created.id)
        case .createOnce: try await createOnce()
        case .borrow: try await borrow()
        case .wait: try await wait()
        case .createInHaste: try await createInHaste()
        case .giveUpGroup: try await giveUpGroup()
        case .forget: try await forget()
        }
    }

    private func created(by client: Client) async throws -> ApiKey.ID {
        let newKey = NewKey(description: plan.name)
        let created = try await ledger.counted { try await client.createKey(newKey) }
        ledger.created(created.id)
        return created.id
    }

    private func createOnce() async throws {
        let created = try await ledger.counted {
            try await client.createKeyOnce(NewKey(description: plan.name)) { _ in
                try await Task.sleep(nanoseconds: plan.patience)
            }
        }
        ledger.created(created.id)
        try await delete(created.id)
    }

    private func borrow() async throws {
        try await ledger.counted {
            try await client.temporaryKey(NewKey(description: plan.name), lifetime: 60) { _ in
                try await Task.sleep(nanoseconds: plan.patience)
            }
        }
    }

    private func delete(_ id: ApiKey.ID) async throws {
        try await ledger.counted { try await client.deleteKey(id) }
        ledger.deleted(id)
    }

    private func impatient(_ timeout: TimeInterval) throws -> Client {
        try Client(configuration: Waves.configuration(ledger, timeout: timeout))
    }

    private func wait() async throws {
        let client = try impatient(0.05)
        do {
            _ = try await ledger.counted { try await client.rateLimitLog() }
            ledger.note { $0.wrong.append("\(plan): there was a response") }
        } catch VeniceError.timeout {
            ledger.note { $0.timedOut += 1 }
        }
    }

    private func createInHaste() async throws {
        do {
            try await delete(created(by: impatient(0.02)))
        } catch VeniceError.outcomeUnknown {
            ledger.mayHaveCreated(plan.name)
        } catch VeniceError.timeout {
            ledger.note { $0.timedOut += 1 }
        }
    }

    private struct GivenUp: Error {}

    private func giveUpGroup() async throws {
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask { _ = try await ledger.counted { try await client.listKeys() } }
                    group.addTask { try await delete(created(by: client)) }
                }
                try await Task.sleep(nanoseconds: plan.patience)
                throw GivenUp()
            }
        } catch is GivenUp {}
    }

    private func forget() async throws {
        async let _ = ledger.counted { try await client.listKeys() }
        async let _ = created(by: client)
        try await Task.sleep(nanoseconds: plan.patience)
    }
}

/// glibc's, whose header Swift doesn't import.
@_silgen_name("malloc_trim") private func mallocTrim(_ keep: Int) -> Int32
