import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// As people write it: URLSession and Codable.
struct List: Decodable {
    struct Key: Decodable {
        struct Limits: Decodable { let usd: Decimal?, diem: Decimal?, vcu: Decimal? }
        struct Usage: Decodable { let trailingSevenDays: Amounts }
        struct Amounts: Decodable { let usd: String?, diem: String?, vcu: String? }

        let id: String, apiKeyType: String, description: String?, last6Chars: String?
        let createdAt: String?, expiresAt: String?, lastUsedAt: String?
        let limitPeriod: String?, modelPrivacy: String?
        let consumptionLimits: Limits?, usage: Usage?, currentPeriodUsage: Amounts?
    }
    let data: [Key]
}

private let session: URLSession = {
    let configuration = URLSessionConfiguration.ephemeral
    // By default it makes 6 and lets further calls wait.
    configuration.httpMaximumConnectionsPerHost = 64
    return URLSession(configuration: configuration)
}()

func sessionList() async throws -> [List.Key] {
    var request = URLRequest(url: URL(string: baseURL + "/api_keys")!)
    request.setValue("Bearer " + key, forHTTPHeaderField: "Authorization")
    let (body, _) = try await session.data(for: request)
    return try JSONDecoder().decode(List.self, from: body).data
}
