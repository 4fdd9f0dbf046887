// Generated from core/src by `make generate`: how values cross, member by member.

/// The shape of every row. The library has the same, or it is another version's.
let fingerprint = "f693f775918fc15e"

extension ErrorCode: Row {}
extension BillingCurrency: Row, Argument {}
extension DeletionOutcome: Row, Argument {}
extension EnsureOutcome: Row, Argument {}
extension ProvisionOutcome: Row, Argument {}
extension PlannedAction: Row, Argument {}
extension PendingKind: Row, Argument {}
extension RotationOutcome: Row, Argument {}
extension ApiKeyType: Row, Argument {}
extension LimitPeriod: Row, Argument {}
extension ModelPrivacy: Row, Argument {}
extension ModelType: Row, Argument {}
extension RateLimitType: Row, Argument {}
extension UsageUnit: Row, Argument {}
extension UsageModelType: Row, Argument {}
extension BlockReason: Row, Argument {}
extension KeyChangeKind: Row, Argument {}
extension Web3Generation: Row, Argument {}
extension TopUpStatus: Row, Argument {}
extension TransactionType: Row, Argument {}

extension Attempt: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            operation: row.read(),
            method: row.read(),
            path: row.read(),
            number: row.read(),
            status: row.read(),
            failure: row.read(),
            elapsed: row.read(),
            requestID: row.read(),
            serverVersion: row.read(),
            warning: row.read())
    }
}

extension BillingBalance: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            canConsume: row.read(),
            consumptionCurrency: row.read(),
            balances: row.read(),
            diemEpochAllocation: row.read())
    }
}

extension BillingBalances: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            diem: row.read(),
            usd: row.read(),
            bundledCredits: row.read(),
            earnedCredits: row.read())
    }
}

extension Issue: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            field: row.read(),
            message: row.read())
    }
}

extension DeletedKey: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            id: row.read(),
            description: row.read(),
            outcome: row.read(),
            reason: row.read())
    }
}

extension EnsuredKey: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            outcome: row.read(),
            id: row.read(),
            description: row.read(),
            changed: row.read(),
            created: row.read())
    }
}

extension ProvisionedKey: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            outcome: row.read(),
            id: row.read(),
            description: row.read(),
            changed: row.read(),
            created: row.read(),
            errorCode: row.read(),
            error: row.read(),
            progress: row.read())
    }
}

extension ProvisionProgress: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            done: row.read(),
            total: row.read(),
            perMinute: row.read(),
            secondsLeft: row.read())
    }
}

extension PlannedKey: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            description: row.read(),
            action: row.read(),
            id: row.read(),
            changed: row.read(),
            until: row.read())
    }
}

extension PendingKey: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            id: row.read(),
            kind: row.read(),
            call: row.read(),
            endsAt: row.read(),
            description: row.read(),
            committed: row.read(),
            oldID: row.read(),
            advice: row.read())
    }
}

extension RotatedKey: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            outcome: row.read(),
            id: row.read(),
            oldID: row.read(),
            oldExpiresAt: row.read(),
            created: row.read())
    }
}

extension PendingRotation: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            outcome: row.read(),
            id: row.read(),
            oldID: row.read(),
            endsAt: row.read(),
            created: row.read(),
            record: row.read())
    }
}

extension ApiKey: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            id: row.read(),
            apiKeyType: row.read(),
            description: row.read(),
            createdAt: row.read(),
            expiresAt: row.read(),
            lastUsedAt: row.read(),
            last6Chars: row.read(),
            consumptionLimits: row.read(),
            limitPeriod: row.read(),
            modelPrivacy: row.read(),
            ipAllowlist: row.read(),
            usage: row.read(),
            currentPeriodUsage: row.read(),
            remaining: row.read())
    }
}

extension Usage: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            trailingSevenDays: row.read())
    }
}

extension UsageAmounts: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            usd: row.read(),
            diem: row.read(),
            vcu: row.read())
    }
}

extension PeriodUsage: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            usd: row.read(),
            diem: row.read())
    }
}

extension CreatedKey: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            apiKey: row.read(),
            id: row.read(),
            apiKeyType: row.read(),
            description: row.read(),
            expiresAt: row.read(),
            consumptionLimit: row.read(),
            limitPeriod: row.read(),
            modelPrivacy: row.read(),
            ipAllowlist: row.read(),
            unreadable: row.read())
    }
}

extension ConsumptionLimit: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            usd: row.read(),
            diem: row.read(),
            vcu: row.read())
    }
}

extension Remaining: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            usd: row.read(),
            diem: row.read(),
            startsAnewAt: row.read(),
            isUpperBound: row.read())
    }
}

extension Model: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            id: row.read(),
            type: row.read(),
            modelSpec: row.read())
    }
}

extension ModelSpec: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            name: row.read(),
            privacy: row.read())
    }
}

extension RateLimits: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            accessPermitted: row.read(),
            apiTier: row.read(),
            balances: row.read(),
            keyExpiration: row.read(),
            nextEpochBegins: row.read(),
            rateLimits: row.read())
    }
}

extension ApiTier: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            id: row.read(),
            isCharged: row.read())
    }
}

extension Balances: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            usd: row.read(),
            diem: row.read(),
            bundledCredits: row.read())
    }
}

extension ModelRateLimits: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            apiModelID: row.read(),
            rateLimits: row.read())
    }
}

extension RateLimit: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            type: row.read(),
            amount: row.read())
    }
}

extension RateLimitBreach: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            apiKeyID: row.read(),
            modelID: row.read(),
            rateLimitType: row.read(),
            rateLimitTier: row.read(),
            timestamp: row.read())
    }
}

extension UsageAnalytics: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            lookback: row.read(),
            byDate: row.read(),
            byModel: row.read(),
            byModelDaily: row.read(),
            byModelDailyUSD: row.read(),
            topModels: row.read(),
            byKey: row.read(),
            byKeyDaily: row.read(),
            byKeyDailyUSD: row.read(),
            topKeyNames: row.read())
    }
}

extension DailyUsage: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            date: row.read(),
            usd: row.read(),
            diem: row.read())
    }
}

extension ModelUsage: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            modelName: row.read(),
            unitType: row.read(),
            modelType: row.read(),
            totalUSD: row.read(),
            totalDiem: row.read(),
            totalUnits: row.read(),
            breakdown: row.read())
    }
}

extension UsageBreakdown: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            type: row.read(),
            usd: row.read(),
            diem: row.read(),
            units: row.read())
    }
}

extension KeyUsage: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            apiKeyID: row.read(),
            description: row.read(),
            totalUSD: row.read(),
            totalDiem: row.read(),
            totalUnits: row.read())
    }
}

extension DailySeries: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            date: row.read(),
            values: row.read())
    }
}

extension UsageEntry: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            timestamp: row.read(),
            sku: row.read(),
            units: row.read(),
            pricePerUnitUSD: row.read(),
            amount: row.read(),
            currency: row.read(),
            notes: row.read(),
            inferenceDetails: row.read(),
            apiKeyID: row.read())
    }
}

extension InferenceDetails: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            requestID: row.read(),
            promptTokens: row.read(),
            completionTokens: row.read(),
            inferenceExecutionTime: row.read())
    }
}

extension SpendingBlock: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            reason: row.read(),
            serverText: row.read())
    }
}

extension KeyStatus: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            accepted: row.read(),
            maySpend: row.read(),
            expiresAt: row.read(),
            balances: row.read(),
            reasons: row.read())
    }
}

extension RateLimitNews: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            breach: row.read(),
            mayBeMissing: row.read())
    }
}

extension KeyChange: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            kind: row.read(),
            id: row.read(),
            key: row.read(),
            changed: row.read(),
            share: row.read(),
            currency: row.read())
    }
}

extension Web3Challenge: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            text: row.read(),
            expiresAt: row.read(),
            generation: row.read())
    }
}

extension WalletBalance: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            walletAddress: row.read(),
            balanceUSD: row.read(),
            canConsume: row.read(),
            minimumTopUpUSD: row.read(),
            suggestedTopUpUSD: row.read(),
            diemBalanceUSD: row.read())
    }
}

extension SignIn: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            name: row.read(),
            value: row.read())
    }
}

extension PendingTopUp: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            status: row.read(),
            order: row.read(),
            walletAddress: row.read(),
            amount: row.read(),
            payTo: row.read(),
            validBefore: row.read(),
            balanceUSD: row.read(),
            record: row.read())
    }
}

extension TopUp: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            status: row.read(),
            walletAddress: row.read(),
            amountCredited: row.read(),
            newBalance: row.read(),
            paymentID: row.read(),
            transaction: row.read())
    }
}

extension WalletTransaction: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            id: row.read(),
            amount: row.read(),
            balanceAfter: row.read(),
            type: row.read(),
            createdAt: row.read(),
            requestID: row.read(),
            modelID: row.read())
    }
}

extension EnsuredKey: JobOutcome {}
extension ProvisionedKey: JobOutcome {}
extension RotatedKey: JobOutcome {}

extension KeyFilter: Argument {
    func write(to row: RowWriter) {
        prefix.write(to: row)
        unusedSince.write(to: row)
        ids.write(to: row)
    }
}

extension ConsumptionLimit: Argument {
    func write(to row: RowWriter) {
        usd.write(to: row)
        diem.write(to: row)
        vcu.write(to: row)
    }
}

extension LimitUpdate: Argument {
    func write(to row: RowWriter) {
        usd.write(to: row)
        diem.write(to: row)
        vcu.write(to: row)
    }
}

extension AnalyticsPeriod: Argument {
    func write(to row: RowWriter) {
        lookbackDays.write(to: row)
        startDate.write(to: row)
        endDate.write(to: row)
    }
}

extension UsageFilter: Argument {
    func write(to row: RowWriter) {
        startTimestamp.write(to: row)
        endTimestamp.write(to: row)
        currency.write(to: row)
        pageSize.write(to: row)
        cursor.write(to: row)
    }
}

extension Web3Challenge: Argument {
    func write(to row: RowWriter) {
        text.write(to: row)
        expiresAt.write(to: row)
        generation.write(to: row)
    }
}

extension Web3Mint: Argument {
    func write(to row: RowWriter) {
        address.write(to: row)
        signature.write(to: row)
        challenge.write(to: row)
        options.write(to: row)
    }
}

extension TopUpRequest: Argument {
    func write(to row: RowWriter) {
        amount.write(to: row)
        most.write(to: row)
        order.write(to: row)
        evenIfEnough.write(to: row)
    }
}

extension NewKey: Argument {
    func write(to row: RowWriter) {
        description.write(to: row)
        apiKeyType.write(to: row)
        consumptionLimit.write(to: row)
        limitPeriod.write(to: row)
        expiresAt.write(to: row)
        modelPrivacy.write(to: row)
        ipAllowlist.write(to: row)
    }
}

extension MintOptions: Argument {
    func write(to row: RowWriter) {
        description.write(to: row)
        apiKeyType.write(to: row)
        consumptionLimit.write(to: row)
        limitPeriod.write(to: row)
        expiresAt.write(to: row)
        modelPrivacy.write(to: row)
        ipAllowlist.write(to: row)
    }
}

extension KeyUpdate: Argument {
    func write(to row: RowWriter) {
        description.write(to: row)
        consumptionLimit.write(to: row)
        limitPeriod.write(to: row)
        expiresAt.write(to: row)
        modelPrivacy.write(to: row)
        ipAllowlist.write(to: row)
    }
}

extension Rotation: Argument {
    func write(to row: RowWriter) {
        grace.write(to: row)
        unverified.write(to: row)
        endOwnKey.write(to: row)
        description.write(to: row)
        consumptionLimit.write(to: row)
        limitPeriod.write(to: row)
        expiresAt.write(to: row)
        modelPrivacy.write(to: row)
        ipAllowlist.write(to: row)
    }
}
