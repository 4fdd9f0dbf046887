// Generated from core/src by `make generate`: what each operation takes, in scenarios.

import VeniceKeys

extension Client {
    /// The result of one call; what comes in pages as `reading` says, and with its caller's `own`
    /// code.
    func call(
        _ operation: String, _ given: Given, _ reading: Reading, _ own: OwnCode
    ) async throws -> Any {
        switch operation {
        case "list_keys":
            return try await listKeys()
        case "create_key":
            return try await createKey(NewKey(given))
        case "get_key":
            return try await getKey(given("id"))
        case "update_key":
            return try await updateKey(given("id"), with: KeyUpdate(given))
        case "delete_key":
            return try await deleteKey(given("id"))
        case "create_key_once":
            return try await createKeyOnce(NewKey(given), store: own.store)
        case "ensure_key":
            return try await ensureKey(NewKey(given), store: own.store)
        case "plan_keys":
            return try await planKeys(given("newKeys"))
        case "provision_keys":
            return try await reading.result(
                provisionKeys(given("newKeys"), store: own.store))
        case "rotate_key":
            return try await rotateKey(given("id"), with: Rotation(given), store: own.store)
        case "begin_rotation":
            return try await beginRotation(given("id"), with: Rotation(given))
        case "commit_rotation":
            return try await commitRotation(given("record"))
        case "abort_rotation":
            return try await abortRotation(given("record"))
        case "temporary_key":
            return try await temporaryKey(
                NewKey(given), lifetime: given("lifetime"), job: own.body(self))
        case "plan_deletion":
            return try await planDeletion(KeyFilter(given))
        case "delete_keys":
            return try await reading.result(
                deleteKeys(KeyFilter(given)))
        case "pending_keys":
            return try await pendingKeys(given("names", or: []))
        case "rate_limits":
            return try await rateLimits()
        case "rate_limit_log":
            return try await rateLimitLog()
        case "follow_rate_limit_log":
            return try await reading.result(
                followRateLimitLog(every: given("every"), cursor: given("cursor")))
        case "watch_keys":
            return try await reading.result(
                watchKeys(every: given("every"), cursor: given("cursor")))
        case "verify_key":
            return try await verifyKey()
        case "billing_balance":
            return try await billingBalance()
        case "usage_history":
            return try await reading.result(
                usageHistory(UsageFilter(given)))
        case "usage_history_csv":
            return try await written { file in
                try await usageHistoryCSV(UsageFilter(given), to: file)
            }
        case "usage_analytics":
            return try await usageAnalytics(AnalyticsPeriod(given))
        case "list_models":
            return try await listModels(type: given("type"))
        case "web3_challenge":
            return try await web3Challenge(address: given("address"))
        case "mint_web3_key":
            return try await mintWeb3Key(Web3Mint(given))
        case "mint_with_wallet":
            return try await mintWithWallet(given("wallet"), with: MintOptions(given))
        case "x402_balance":
            return try await x402Balance(given("wallet"))
        case "x402_transactions":
            return try await reading.result(
                x402Transactions(given("wallet"), cursor: given("cursor")))
        case "x402_top_up":
            return try await x402TopUp(given("wallet"), with: TopUpRequest(given))
        case "x402_prepare_top_up":
            return try await x402PrepareTopUp(given("wallet"), with: TopUpRequest(given))
        case "x402_pay_top_up":
            return try await x402PayTopUp(given("wallet"), record: given("record"))
        default: throw Unplayable("an operation this runner doesn't know: \(operation)")
        }
    }

    /// A client that is made from this one.
    func with(_ given: Given) throws -> Client {
        try withOptions(
            timeout: given.milliseconds("timeoutMs"),
            maxRetries: given("maxRetries"),
            hold: given.milliseconds("holdMs"),
            settle: given.milliseconds("settleMs"))
    }
}

extension BillingCurrency: Readable {}
extension DeletionOutcome: Readable {}
extension EnsureOutcome: Readable {}
extension ProvisionOutcome: Readable {}
extension PlannedAction: Readable {}
extension PendingKind: Readable {}
extension RotationOutcome: Readable {}
extension ApiKeyType: Readable {}
extension LimitPeriod: Readable {}
extension ModelPrivacy: Readable {}
extension ModelType: Readable {}
extension RateLimitType: Readable {}
extension UsageUnit: Readable {}
extension UsageModelType: Readable {}
extension BlockReason: Readable {}
extension KeyChangeKind: Readable {}
extension Web3Generation: Readable {}
extension TopUpStatus: Readable {}
extension TransactionType: Readable {}

extension KeyFilter: ReadableStruct {
    init(_ given: Given) throws {
        try self.init(
            prefix: given("prefix"),
            unusedSince: given("unusedSince"),
            ids: given("ids"))
    }
}

extension ConsumptionLimit: ReadableStruct {
    init(_ given: Given) throws {
        try self.init(
            usd: given("usd"),
            diem: given("diem"),
            vcu: given("vcu"))
    }
}

extension LimitUpdate: ReadableStruct {
    init(_ given: Given) throws {
        try self.init(
            usd: given("usd"),
            diem: given("diem"),
            vcu: given("vcu"))
    }
}

extension AnalyticsPeriod: ReadableStruct {
    init(_ given: Given) throws {
        try self.init(
            lookbackDays: given("lookbackDays"),
            startDate: given("startDate"),
            endDate: given("endDate"))
    }
}

extension UsageFilter: ReadableStruct {
    init(_ given: Given) throws {
        try self.init(
            startTimestamp: given("startTimestamp"),
            endTimestamp: given("endTimestamp"),
            currency: given("currency"),
            pageSize: given("pageSize"),
            cursor: given("cursor"))
    }
}

extension Web3Challenge: Readable {
    init(_ json: JSON, _ name: String) throws {
        self.init(text: try String(json, name))
    }
}

extension Web3Mint: ReadableStruct {
    init(_ given: Given) throws {
        try self.init(
            address: given("address", or: ""),
            signature: given("signature", or: ""),
            challenge: given("challenge"),
            options: MintOptions(given))
    }
}

extension TopUpRequest: ReadableStruct {
    init(_ given: Given) throws {
        try self.init(
            amount: given("amount"),
            most: given("most"),
            order: given("order", or: ""),
            evenIfEnough: given("evenIfEnough", or: false))
    }
}

extension NewKey: ReadableStruct {
    init(_ given: Given) throws {
        try self.init(
            description: given("description", or: ""),
            apiKeyType: given("apiKeyType"),
            consumptionLimit: given("consumptionLimit"),
            limitPeriod: given("limitPeriod"),
            expiresAt: given("expiresAt"),
            modelPrivacy: given("modelPrivacy"),
            ipAllowlist: given("ipAllowlist"))
    }
}

extension MintOptions: ReadableStruct {
    init(_ given: Given) throws {
        try self.init(
            description: given("description"),
            apiKeyType: given("apiKeyType"),
            consumptionLimit: given("consumptionLimit"),
            limitPeriod: given("limitPeriod"),
            expiresAt: given("expiresAt"),
            modelPrivacy: given("modelPrivacy"),
            ipAllowlist: given("ipAllowlist"))
    }
}

extension KeyUpdate: ReadableStruct {
    init(_ given: Given) throws {
        try self.init(
            description: given("description"),
            consumptionLimit: given("consumptionLimit"),
            limitPeriod: given("limitPeriod"),
            expiresAt: given("expiresAt"),
            modelPrivacy: given("modelPrivacy"),
            ipAllowlist: given("ipAllowlist"))
    }
}

extension Rotation: ReadableStruct {
    init(_ given: Given) throws {
        try self.init(
            grace: given("grace", or: 0),
            unverified: given("unverified", or: false),
            endOwnKey: given("endOwnKey", or: false),
            description: given("description"),
            consumptionLimit: given("consumptionLimit"),
            limitPeriod: given("limitPeriod"),
            expiresAt: given("expiresAt"),
            modelPrivacy: given("modelPrivacy"),
            ipAllowlist: given("ipAllowlist"))
    }
}

extension Client.Configuration {
    init(_ given: Given) throws {
        let usual = Client.Configuration()
        try self.init(
            baseURL: given("baseUrl") ?? usual.baseURL,
            timeout: given.milliseconds("timeoutMs") ?? usual.timeout,
            connectTimeout: given.milliseconds("connectTimeoutMs") ?? usual.connectTimeout,
            maxRetries: given("maxRetries") ?? usual.maxRetries,
            createLimit: given("createLimit") ?? usual.createLimit,
            createLimitPeriod: given.milliseconds("createLimitPeriodMs") ?? usual.createLimitPeriod,
            hold: given.milliseconds("holdMs") ?? usual.hold,
            settle: given.milliseconds("settleMs") ?? usual.settle,
            caFile: given("caFile") ?? usual.caFile,
            userAgent: given("userAgent") ?? usual.userAgent,
            web3Generation: given("web3Generation") ?? usual.web3Generation)
    }
}
