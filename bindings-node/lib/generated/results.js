'use strict';

// Generated from core/src by `make generate`.

/** What the rows look like that these makers read: an addon must write the same. */
const FINGERPRINT = '6b1eead63af56e1a';

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
  Web3Challenge: (from) => ({
    text: from.value(),
    expiresAt: from.time(),
    generation: from.value(),
  }),
};

/** @param {import('../results').Row} from */
const value = (from) => from.value();

module.exports = { FINGERPRINT, makers };
