// SizeWith without the package.
import Foundation

struct Key { var id: String, expiresAt: Date?, usd: Decimal? }

func listKeys() async throws -> [Key] { [] }

for key in try await listKeys() {
    print(key.id, key.expiresAt ?? .distantFuture, key.usd ?? 0)
}
print("created", "minted", true)
