'use strict';

// Generated from core/src by `make generate`.

/** What the rows look like that these makers read: an addon must write the same. */
const FINGERPRINT = 'f693f775918fc15e';

/**
 * Makes each struct from its row: member by member, in the order in which they are written.
 *
 * @type {import('./addon').Makers<import('../results').Row>}
 */
const makers = {
  Attempt: (from) => ({
    operation: from.value(),
    method: from.value(),
    path: from.value(),
    number: from.value(),
    status: from.value(),
    failure: from.value(),
    elapsedMs: from.value(),
    requestId: from.value(),
    serverVersion: from.value(),
    warning: from.value(),
  }),
  BillingBalance: (from) => ({
    canConsume: from.value(),
    consumptionCurrency: from.value(),
    balances: makers.BillingBalances(from),
    diemEpochAllocation: from.value(),
  }),
  BillingBalances: (from) => ({
    diem: from.value(),
    usd: from.value(),
    bundledCredits: from.value(),
    earnedCredits: from.value(),
  }),
  Issue: (from) => ({
    field: from.value(),
    message: from.value(),
  }),
  DeletedKey: (from) => ({
    id: from.value(),
    description: from.value(),
    outcome: from.value(),
    reason: from.value(),
  }),
  EnsuredKey: (from) => ({
    outcome: from.value(),
    id: from.value(),
    description: from.value(),
    changed: from.list(value),
    created: from.optional(makers.CreatedKey),
  }),
  ProvisionedKey: (from) => ({
    outcome: from.value(),
    id: from.value(),
    description: from.value(),
    changed: from.list(value),
    created: from.optional(makers.CreatedKey),
    errorCode: from.value(),
    error: from.value(),
    progress: makers.ProvisionProgress(from),
  }),
  ProvisionProgress: (from) => ({
    done: from.value(),
    total: from.value(),
    perMinute: from.value(),
    secondsLeft: from.value(),
  }),
  PlannedKey: (from) => ({
    description: from.value(),
    action: from.value(),
    id: from.value(),
    changed: from.list(value),
    until: from.time(),
  }),
  PendingKey: (from) => ({
    id: from.value(),
    kind: from.value(),
    call: from.value(),
    endsAt: from.time(),
    description: from.value(),
    committed: from.value(),
    oldId: from.value(),
    advice: from.value(),
  }),
  RotatedKey: (from) => ({
    outcome: from.value(),
    id: from.value(),
    oldId: from.value(),
    oldExpiresAt: from.time(),
    created: from.optional(makers.CreatedKey),
  }),
  PendingRotation: (from) => ({
    outcome: from.value(),
    id: from.value(),
    oldId: from.value(),
    endsAt: from.time(),
    created: from.optional(makers.CreatedKey),
    record: from.value(),
  }),
  BegunRotation: (from) => ({
    result: makers.RotatedKey(from),
    record: from.value(),
  }),
  BegunKey: (from) => ({
    result: makers.CreatedKey(from),
    record: from.value(),
  }),
  BegunEnsured: (from) => ({
    result: makers.EnsuredKey(from),
    record: from.value(),
  }),
  BegunProvisioned: (from) => ({
    result: makers.ProvisionedKey(from),
    record: from.value(),
  }),
  ApiKey: (from) => ({
    id: from.value(),
    apiKeyType: from.value(),
    description: from.value(),
    createdAt: from.time(),
    expiresAt: from.time(),
    lastUsedAt: from.time(),
    last6Chars: from.value(),
    consumptionLimits: makers.ConsumptionLimit(from),
    limitPeriod: from.value(),
    modelPrivacy: from.value(),
    ipAllowlist: from.optionalList(value),
    usage: from.optional(makers.Usage),
    currentPeriodUsage: from.optional(makers.PeriodUsage),
    remaining: from.optional(makers.Remaining),
  }),
  Usage: (from) => ({
    trailingSevenDays: makers.UsageAmounts(from),
  }),
  UsageAmounts: (from) => ({
    usd: from.value(),
    diem: from.value(),
    vcu: from.value(),
  }),
  PeriodUsage: (from) => ({
    usd: from.value(),
    diem: from.value(),
  }),
  CreatedKey: (from) => ({
    apiKey: from.secret(),
    id: from.value(),
    apiKeyType: from.value(),
    description: from.value(),
    expiresAt: from.time(),
    consumptionLimit: makers.ConsumptionLimit(from),
    limitPeriod: from.value(),
    modelPrivacy: from.value(),
    ipAllowlist: from.optionalList(value),
    unreadable: from.list(value),
  }),
  ConsumptionLimit: (from) => ({
    usd: from.value(),
    diem: from.value(),
    vcu: from.value(),
  }),
  Remaining: (from) => ({
    usd: from.value(),
    diem: from.value(),
    startsAnewAt: from.time(),
    isUpperBound: from.value(),
  }),
  Model: (from) => ({
    id: from.value(),
    type: from.value(),
    modelSpec: makers.ModelSpec(from),
  }),
  ModelSpec: (from) => ({
    name: from.value(),
    privacy: from.value(),
  }),
  RateLimits: (from) => ({
    accessPermitted: from.value(),
    apiTier: from.optional(makers.ApiTier),
    balances: makers.Balances(from),
    keyExpiration: from.time(),
    nextEpochBegins: from.time(),
    rateLimits: from.list(makers.ModelRateLimits),
  }),
  ApiTier: (from) => ({
    id: from.value(),
    isCharged: from.value(),
  }),
  Balances: (from) => ({
    usd: from.value(),
    diem: from.value(),
    bundledCredits: from.value(),
  }),
  ModelRateLimits: (from) => ({
    apiModelId: from.value(),
    rateLimits: from.list(makers.RateLimit),
  }),
  RateLimit: (from) => ({
    type: from.value(),
    amount: from.value(),
  }),
  RateLimitBreach: (from) => ({
    apiKeyId: from.value(),
    modelId: from.value(),
    rateLimitType: from.value(),
    rateLimitTier: from.value(),
    timestamp: from.time(),
  }),
  UsageAnalytics: (from) => ({
    lookback: from.value(),
    byDate: from.list(makers.DailyUsage),
    byModel: from.list(makers.ModelUsage),
    byModelDaily: from.list(makers.DailySeries),
    byModelDailyUsd: from.list(makers.DailySeries),
    topModels: from.list(value),
    byKey: from.list(makers.KeyUsage),
    byKeyDaily: from.list(makers.DailySeries),
    byKeyDailyUsd: from.list(makers.DailySeries),
    topKeyNames: from.list(value),
  }),
  DailyUsage: (from) => ({
    date: from.value(),
    usd: from.value(),
    diem: from.value(),
  }),
  ModelUsage: (from) => ({
    modelName: from.value(),
    unitType: from.value(),
    modelType: from.value(),
    totalUsd: from.value(),
    totalDiem: from.value(),
    totalUnits: from.value(),
    breakdown: from.list(makers.UsageBreakdown),
  }),
  UsageBreakdown: (from) => ({
    type: from.value(),
    usd: from.value(),
    diem: from.value(),
    units: from.value(),
  }),
  KeyUsage: (from) => ({
    apiKeyId: from.value(),
    description: from.value(),
    totalUsd: from.value(),
    totalDiem: from.value(),
    totalUnits: from.value(),
  }),
  DailySeries: (from) => ({
    date: from.value(),
    values: from.map(value),
  }),
  UsageEntry: (from) => ({
    timestamp: from.time(),
    sku: from.value(),
    units: from.value(),
    pricePerUnitUsd: from.value(),
    amount: from.value(),
    currency: from.value(),
    notes: from.value(),
    inferenceDetails: from.optional(makers.InferenceDetails),
    apiKeyId: from.value(),
  }),
  InferenceDetails: (from) => ({
    requestId: from.value(),
    promptTokens: from.value(),
    completionTokens: from.value(),
    inferenceExecutionTime: from.value(),
  }),
  SpendingBlock: (from) => ({
    reason: from.value(),
    serverText: from.value(),
  }),
  KeyStatus: (from) => ({
    accepted: from.value(),
    maySpend: from.value(),
    expiresAt: from.time(),
    balances: makers.Balances(from),
    reasons: from.list(makers.SpendingBlock),
  }),
  RateLimitNews: (from) => ({
    breach: from.optional(makers.RateLimitBreach),
    mayBeMissing: from.value(),
  }),
  KeyChange: (from) => ({
    kind: from.value(),
    id: from.value(),
    key: from.optional(makers.ApiKey),
    changed: from.list(value),
    share: from.value(),
    currency: from.value(),
  }),
  Web3Challenge: (from) => ({
    text: from.value(),
    expiresAt: from.time(),
    generation: from.value(),
  }),
  WalletBalance: (from) => ({
    walletAddress: from.value(),
    balanceUsd: from.value(),
    canConsume: from.value(),
    minimumTopUpUsd: from.value(),
    suggestedTopUpUsd: from.value(),
    diemBalanceUsd: from.value(),
  }),
  SignIn: (from) => ({
    name: from.value(),
    value: from.secret(),
  }),
  PendingTopUp: (from) => ({
    status: from.value(),
    order: from.value(),
    walletAddress: from.value(),
    amount: from.value(),
    payTo: from.value(),
    validBefore: from.time(),
    balanceUsd: from.value(),
    record: from.value(),
  }),
  TopUp: (from) => ({
    status: from.value(),
    walletAddress: from.value(),
    amountCredited: from.value(),
    newBalance: from.value(),
    paymentId: from.value(),
    transaction: from.value(),
  }),
  WalletTransaction: (from) => ({
    id: from.value(),
    amount: from.value(),
    balanceAfter: from.value(),
    type: from.value(),
    createdAt: from.time(),
    requestId: from.value(),
    modelId: from.value(),
  }),
};

/** @param {import('../results').Row} from */
const value = (from) => from.value();

module.exports = { FINGERPRINT, makers };
