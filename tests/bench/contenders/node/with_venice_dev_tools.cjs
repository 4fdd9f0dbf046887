'use strict';

const p = require('./protocol.cjs');

function list() {
  const { VeniceAI } = require('@venice-dev-tools/core');
  const options = { apiKey: p.KEY, baseUrl: p.URL, logLevel: 4, requestsPerMinute: 1e9 };
  const venice = new VeniceAI(options);
  return () => {
    // Each call looks through all of the last minute's, which are few in real life.
    venice.rateLimiter.requestTimestamps = [];
    return venice.keys.list();
  };
}

p.run({ load: () => () => require('@venice-dev-tools/core'), list });
