// Reads through TLS with the sandbox's CA, and is refused without it.

import assert from 'node:assert/strict';
import { Client } from 'venice-keys';

const keys = await new Client({ caFile: process.env.CA_FILE }).listKeys();
assert.equal(keys.length, 2);
await assert.rejects(new Client({ maxRetries: 0 }).listKeys(), { code: 'tls' });
