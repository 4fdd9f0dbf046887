import Foundation
import Observation
import VeniceKeys

/// The state of a screen that shows an account's keys, on the main actor like the screen itself.
///
/// `await` leaves the main actor free while a call runs: the screen stays alive, with no thread and
/// no queue to look after.
@MainActor
@Observable
public final class KeysModel {
    /// The keys, newest first.
    public private(set) var keys: [ApiKey] = []
    /// The key just created: the only time its secret can be shown.
    public private(set) var created: CreatedKey?
    /// What went wrong, for people.
    public private(set) var problem: String?
    /// Whether a call is running.
    public private(set) var isBusy = false

    private let client: Client

    public init(client: Client) {
        self.client = client
    }

    /// For `.task { … }`: SwiftUI cancels it when the screen goes away, and the call ends at once.
    public func load() async {
        await work { keys = try await client.listKeys() }
    }

    public func create(_ description: String, monthlyUSD: Decimal) async {
        await work {
            created = try await client.createKey(
                NewKey(
                    description: description, consumptionLimit: .init(usd: monthlyUSD),
                    limitPeriod: .month))
            keys = try await client.listKeys()
        }
    }

    public func delete(_ key: ApiKey) async {
        await work {
            try await client.deleteKey(key.id)
            keys.removeAll { $0.id == key.id }
        }
    }

    private func work(_ calls: () async throws -> Void) async {
        isBusy = true
        problem = nil
        do {
            try await calls()
        } catch is CancellationError {
            // The screen is gone: there is nobody to show it to.
        } catch {
            problem = error.localizedDescription
        }
        isBusy = false
    }
}
