'use strict';

// Generated from core/src by `make generate`.

/**
 * Makes each struct from its members, in the order in which core/bridge/src/generated.rs writes
 * them.
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
    ipAllowlist: from.optionalList(string),
    usage: from.optional(makers.Usage),
    currentPeriodUsage: from.optional(makers.PeriodUsage),
  }),
  ConsumptionLimit: (from) => ({ usd: from.value(), diem: from.value(), vcu: from.value() }),
  Usage: (from) => ({ trailingSevenDays: makers.UsageAmounts(from) }),
  UsageAmounts: (from) => ({ usd: from.value(), diem: from.value(), vcu: from.value() }),
  PeriodUsage: (from) => ({ usd: from.value(), diem: from.value() }),
  CreatedKey: (from) => ({
    apiKey: from.secret(),
    id: from.value(),
    apiKeyType: from.value(),
    description: from.value(),
    expiresAt: from.time(),
    consumptionLimit: makers.ConsumptionLimit(from),
    limitPeriod: from.value(),
    modelPrivacy: from.value(),
    ipAllowlist: from.optionalList(string),
    unreadable: from.list(string),
  }),
  RateLimits: (from) => ({
    accessPermitted: from.value(),
    apiTier: from.optional(makers.ApiTier),
    balances: makers.Balances(from),
    keyExpiration: from.time(),
    nextEpochBegins: from.time(),
    rateLimits: from.list(makers.ModelRateLimits),
  }),
  ApiTier: (from) => ({ id: from.value(), isCharged: from.value() }),
  Balances: (from) => ({ usd: from.value(), diem: from.value(), bundledCredits: from.value() }),
  ModelRateLimits: (from) => ({
    apiModelId: from.value(),
    rateLimits: from.list(makers.RateLimit),
  }),
  RateLimit: (from) => ({ type: from.value(), amount: from.value() }),
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
  Model: (from) => ({
    id: from.value(),
    type: from.value(),
    modelSpec: makers.ModelSpec(from),
  }),
  ModelSpec: (from) => ({ name: from.value(), privacy: from.value() }),
  Web3Challenge: (from) => ({
    text: from.value(),
    expiresAt: from.time(),
    generation: from.value(),
  }),
};

/** @param {import('../results').Row} from */
const string = (from) => from.value();

module.exports = { makers };
