// What every app that uses the package needs of it. Compare SizeWithout.
import Foundation
import VeniceKeys

let client = try Client()
for key in try await client.listKeys() {
    print(key.id, key.expiresAt ?? .distantFuture, key.consumptionLimits.usd ?? 0)
}
let created = try await client.createKey(NewKey(description: "size"))
let minted = try await client.mintWithWallet(try Wallet("0x01"))
print(created.apiKey, minted.apiKey, try await client.verifyKey().accepted)
