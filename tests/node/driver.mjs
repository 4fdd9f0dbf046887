// The Node driver of tests/hard/: makes calls on request, a JSON object a line.

import { createInterface } from 'node:readline';
import { inspect, isDeepStrictEqual } from 'node:util';
import { Secret, VeniceError, Wallet } from 'venice-keys';

import { makeCall, makeClient } from './support/operations.mjs';
import { forms } from './support/scenario.mjs';
import { OwnError } from './support/stores.mjs';

const clients = [];

function clientFor(options) {
  const known = clients.find(([of]) => isDeepStrictEqual(of, options));
  if (known) return known[1];
  const client = makeClient(options, {});
  clients.push([options, client]);
  return client;
}

/** A result as JSON: a Secret is an object of its own. */
function plain(value) {
  if (value instanceof Secret) return { $secret: value.reveal() };
  if (value instanceof Date || value === null || typeof value !== 'object') return value ?? null;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
}

const loud = 'VENICE_KEYS_LOUD' in process.env;

/** Shows a value in every form that Node prints, if everything is to be shown. */
function show(value) {
  if (!loud) return;
  console.error(value);
  console.error(inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true }));
  console.error('%s %o %j', value, value, value);
}

async function perform({ client, call, args, pages, limit }) {
  const start = performance.now();
  if (args?.wallet) show(new Wallet(args.wallet));
  show(clientFor(client));
  const how = { pages, limit };
  const said = await makeCall(call, args ?? {}, () => clientFor(client), how).then(
    (value) => {
      show(value);
      // Where everything is shown, no secret may be in the response.
      return { ok: loud ? true : plain(value) };
    },
    (error) => {
      show(error);
      if (error instanceof OwnError) return { error: { code: 'own' } };
      if (!(error instanceof VeniceError)) throw error;
      const { code, status = null, retryAfterMs = null } = error;
      return { error: { code, status, retryAfterMs, forms: forms(error) } };
    },
  );
  return { ...said, tookMs: performance.now() - start };
}

for await (const line of createInterface({ input: process.stdin })) {
  const said = await perform(JSON.parse(line)).catch(({ name, message }) => ({
    unable: `${name}: ${message}`,
  }));
  console.log(JSON.stringify(said));
}
show(process.report.getReport());
