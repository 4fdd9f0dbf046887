'use strict';

// Generated from core/src by `make generate`.

/** What the rows look like that these makers read: an addon must write the same. */
const FINGERPRINT = '375e696a3ec4309d';

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
  KeyStatus: (from) => ({
    accepted: from.value(),
    maySpend: from.value(),
    expiresAt: from.time(),
    balances: makers.Balances(from),
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
