import Canonical
import Foundation
import Testing

@testable import VeniceKeys

/// What Swift developers expect of values and errors.
@Suite struct ValueTests {
    private static let codes = Result { try Contract.read().codes.keys.sorted() }

    private static let details = ErrorDetails(
        message: "what happened", status: 400,
        issues: [Issue(field: "description", message: "is too long")], retryAfter: 1.5,
        requestID: "req-1", serverCode: "SOME_CODE", serverVersion: "20260821.1",
        resume: "from here")

    @Test(arguments: try codes.get()) func everyCodeIsACase(_ text: String) throws {
        let code = try #require(ErrorCode(rawValue: text))
        #expect(code.rawValue == text)
        let error = VeniceError(code, Self.details)
        #expect(error.code == code)
        #expect(Mirror(reflecting: error).children.first?.label == inCamelCase(text))
        #expect(error.details == Self.details)
        #expect(error.message == "what happened")
        #expect(error.status == 400)
        #expect(error.issues.first?.field == "description")
        #expect(error.retryAfter == 1.5)
        #expect(error.requestID == "req-1")
        #expect(error.serverCode == "SOME_CODE")
        #expect(error.serverVersion == "20260821.1")
        #expect(error.resume == "from here")
        #expect((error as any Error).localizedDescription == "what happened")
        #expect("\(error)" == "\(text): what happened")
    }

    @Test func thereAreNoOtherCodes() throws {
        #expect(try ErrorCode.allCases.map(\.rawValue).sorted() == Self.codes.get())
        #expect(ErrorCode(rawValue: "no_such_code") == nil)
        #expect(Web3Generation(rawValue: "no such generation") == .other("no such generation"))
        #expect(Web3Generation(rawValue: "siwe") == .siwe)
    }

    @Test func openEnumerationsKeepWhatTheyDoNotKnow() {
        #expect(LimitPeriod(rawValue: "MONTH") == .month)
        #expect(LimitPeriod(rawValue: "DECADE") == .other("DECADE"))
        #expect(LimitPeriod.other("DECADE").rawValue == "DECADE")
        #expect(ApiKeyType(rawValue: "ADMIN") == .admin)
        #expect(ModelPrivacy(rawValue: "PRIVATE_ONLY") == .privateOnly)
        #expect(ModelType(rawValue: "tts") == .tts)
        #expect(RateLimitType(rawValue: "RPM") == .requestsPerMinute)
    }

    @Test func aKeySurvivesCodable() throws {
        let data = try JSONEncoder().encode(Self.key)
        #expect(try JSONDecoder().decode(ApiKey.self, from: data) == Self.key)
        let json = try JSON(parsing: data)
        #expect(json["limitPeriod"] == .string("MONTH"))
        #expect(json["apiKeyType"] == .string("ROOT"))
        #expect(json["last6Chars"] == .string("2V2jNW"))
        #expect(json["consumptionLimits"]?["usd"] == .number(Decimal(string: "12.34") ?? .nan))
    }

    @Test func valuesAreHashableAndIdentifiable() {
        #expect(Set([Self.key, Self.key]).count == 1)
        #expect(Self.key.id == "some-id")
        #expect(Dictionary(grouping: [Self.key], by: \.id).count == 1)
        #expect(Set([NewKey(description: "a"), NewKey(description: "a")]).count == 1)
        #expect(KeyUpdate(description: .clear) != KeyUpdate())
    }

    @Test func everythingIsSendable() throws {
        func sendable<Value: Sendable>(_: Value.Type) {}
        sendable(Client.self)
        sendable(Client.Configuration.self)
        sendable(ApiKey.self)
        sendable(CreatedKey.self)
        sendable(Secret.self)
        sendable(Wallet.self)
        sendable(NewKey.self)
        sendable(KeyUpdate.self)
        sendable(RateLimits.self)
        sendable(KeyStatus.self)
        sendable(Model.self)
        sendable(Web3Challenge.self)
        sendable(VeniceError.self)
    }

    @Test func binaryFractionsLoseNoMillisecond() {
        // 2027 and 2096: of each second's thousand milliseconds, many are a little less in binary.
        for second in [1_800_000_000, 4_000_000_000] {
            for millisecond in 0..<1000 {
                let since1970 = Double(second) + Double(millisecond) / 1000
                let moment = Date(timeIntervalSince1970: since1970)
                #expect(moment.microseconds == Int64(second * 1000 + millisecond) * 1000)
            }
        }
    }

    @Test func aMomentIsSentToTheMillisecond() async throws {
        let sandbox = try await Sandbox.start()
        let client = try sandbox.client()
        // .124 and .007 are a little less in binary, and must not be cut to .123 and .006.
        for fraction in [0.124, 0.007, 0.9996] {
            let moment = Date(timeIntervalSince1970: 4_000_000_000 + fraction)
            let created = try await client.createKey(
                NewKey(description: "to the millisecond", expiresAt: .at(moment)))
            let milliseconds = (fraction * 1000).rounded(.down) / 1000
            let expected = Date(timeIntervalSince1970: 4_000_000_000 + milliseconds)
            #expect(created.expiresAt == expected)
        }
    }

    @Test(arguments: [Double.infinity, -Double.infinity, Double.nan, 1e18, -1e12])
    func aTimeOutsideEveryCalendarIsRefused(_ seconds: Double) async throws {
        let client = try Client(apiKey: "VENICE_ADMIN_KEY_UNITTEST")
        let expiry = Expiry.at(Date(timeIntervalSince1970: seconds))
        await #expect {
            try await client.createKey(NewKey(description: "x", expiresAt: expiry))
        } throws: { error in
            guard case .invalidInput(let details) = error as? VeniceError else { return false }
            return details.issues.first?.field == "expiresAt"
        }
    }

    @Test func whatIsNoAmountIsRefused() async throws {
        let client = try Client(apiKey: "VENICE_ADMIN_KEY_UNITTEST")
        let update = KeyUpdate(consumptionLimit: .set(.init(diem: .set(.nan))))
        await #expect { try await client.updateKey("some-id", with: update) } throws: { error in
            guard case .invalidInput(let details) = error as? VeniceError else { return false }
            return details.issues.first?.field == "consumptionLimit.diem"
        }
    }

    @Test(arguments: [0, -1, Double.nan, -Double.infinity])
    func aTimeThatIsNotOneIsRefusedByName(_ time: Double) {
        let configurations: [(String, Client.Configuration)] = [
            ("timeout", .init(timeout: time)), ("connectTimeout", .init(connectTimeout: time)),
            ("createLimitPeriod", .init(createLimitPeriod: time)),
        ]
        for (name, configuration) in configurations {
            #expect {
                try Client(apiKey: "VENICE_ADMIN_KEY_UNITTEST", configuration: configuration)
            } throws: { Self.isRefusal($0, of: name) }
        }
    }

    @Test func aCountThatIsNotOneIsRefusedByName() {
        let configurations: [(String, Client.Configuration)] = [
            ("maxRetries", .init(maxRetries: -1)), ("createLimit", .init(createLimit: .min)),
        ]
        for (name, configuration) in configurations {
            #expect {
                try Client(apiKey: "VENICE_ADMIN_KEY_UNITTEST", configuration: configuration)
            } throws: { Self.isRefusal($0, of: name) }
        }
    }

    private static func isRefusal(_ error: any Error, of setting: String) -> Bool {
        guard case .config(let details) = error as? VeniceError else { return false }
        return details.message.contains(setting) && details.issues.first?.field == setting
    }

    /// No limit, however large: calls work with each.
    @Test(arguments: [
        Double.infinity, .greatestFiniteMagnitude, 1.8446744073709552e19, 18_446_744_073.709_55,
        9e15, 9_223_372_036,
    ])
    func anEndlessTimeIsNoLimit(_ time: Double) async throws {
        let sandbox = try await Sandbox.start()
        let client = try Client(
            apiKey: sandbox.adminKey,
            configuration: .init(
                baseURL: sandbox.baseURL, timeout: time, connectTimeout: time,
                createLimit: 1, createLimitPeriod: time))
        _ = try await client.createKey(NewKey(description: "no limit"))
        #expect(try await client.listKeys().count > 0)
    }

    private static let key = ApiKey(
        id: "some-id", apiKeyType: .other("ROOT"), description: "backend",
        createdAt: Date(timeIntervalSince1970: 1_700_000_000.123), last6Chars: "2V2jNW",
        consumptionLimits: ConsumptionLimit(usd: Decimal(string: "12.34")), limitPeriod: .month)
}

/// The environment, which all tests of a process share.
@Suite(.serialized) struct EnvironmentTests {
    @Test func theEnvironmentsKeyIsUsed() async throws {
        let names = ["VENICE_ADMIN_KEY", "VENICE_API_KEY"]
        for name in names { unsetenv(name) }
        #expect { try Client() } throws: { ($0 as? VeniceError)?.code == .config }
        let sandbox = try await Sandbox.start()
        defer { for name in names { unsetenv(name) } }
        setenv("VENICE_API_KEY", sandbox.ready["inference_key"] ?? "", 1)
        #expect(try await Self.isAdmin(sandbox) == false)
        setenv("VENICE_ADMIN_KEY", sandbox.adminKey, 1)
        #expect(try await Self.isAdmin(sandbox))
    }

    private static func isAdmin(_ sandbox: Sandbox) async throws -> Bool {
        let client = try Client(configuration: .init(baseURL: sandbox.baseURL))
        do { _ = try await client.listKeys() } catch VeniceError.adminKeyRequired { return false }
        return true
    }

    @Test func aCreatedKeyCanBeUsedAtOnce() async throws {
        let sandbox = try await Sandbox.start()
        let created = try await sandbox.client().createKey(NewKey(description: "just created"))
        let configuration = Client.Configuration(baseURL: sandbox.baseURL)
        let client = try Client(apiKey: created.apiKey, configuration: configuration)
        #expect(try await client.verifyKey().accepted)
        let anonymous = try Client.anonymous(configuration: configuration)
        #expect(try await !anonymous.listModels().isEmpty)
    }
}
