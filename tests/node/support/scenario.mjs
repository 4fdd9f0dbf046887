// A scenario played from its set-up to its last step: tests/README.md says what the words mean.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { inspect, isDeepStrictEqual } from 'node:util';
import { VeniceError } from 'venice-keys';

import { derived, knownWords, makeCall, makeClient } from './operations.mjs';
import { startSandbox } from './sandbox.mjs';
import { OwnError, Vault } from './stores.mjs';
import { canonical, filled, matches, secretsIn } from './values.mjs';

const { version } = createRequire(import.meta.url)('venice-keys/package.json');

/** Plays a scenario, and fails with the step and what didn't hold. */
export async function play(scenario) {
  const words = ['name', 'covers', 'live', 'server', 'client', 'steps'];
  knownWords('the scenario', scenario, words);
  assert.equal(typeof scenario.name, 'string', 'the scenario has no name');
  assert.ok(Array.isArray(scenario.steps) && scenario.steps.length > 0, 'there are no steps');
  const sandbox = await startSandbox(...serverOptions(scenario.server ?? {}));
  try {
    const stage = new Stage(sandbox, scenario.client ?? {});
    for (const [at, step] of scenario.steps.entries()) {
      try {
        await stage.play(step);
      } catch (error) {
        error.message = `step ${at + 1}: ${error.message}`;
        throw error;
      }
    }
  } finally {
    await sandbox.stop();
  }
}

function serverOptions(server) {
  knownWords('server', server, ['web3', 'minute', 'tls']);
  const { web3, minute, tls } = server;
  return [
    ...(web3 === undefined ? [] : ['--web3', String(web3)]),
    ...(minute === undefined ? [] : ['--minute', String(minute)]),
    ...(tls === undefined ? [] : ['--tls', '--tls-cert', String(tls)]),
  ];
}

const PRESET = [
  'base_url',
  'admin_key',
  'inference_key',
  'staked_private_key',
  'staked_address',
  'unstaked_private_key',
  'unstaked_address',
  'ca_file',
];

class Stage {
  #sandbox;
  #options;
  #clients = [];
  #saved;
  /** Texts that no error may show. */
  #secrets;
  #seen = 0;

  constructor(sandbox, options) {
    const { ready } = sandbox;
    this.#sandbox = sandbox;
    this.#options = {
      key: 'admin',
      baseUrl: ready.base_url,
      timeoutMs: 10_000,
      ...options,
    };
    this.#saved = new Map(PRESET.filter((n) => n in ready).map((name) => [name, ready[name]]));
    this.#saved.set('version', version);
    // As the journal shows them.
    for (const name of ['admin_key', 'inference_key']) {
      this.#saved.set(`${name}_shown`, `…${ready[name].slice(-6)}`);
    }
    this.#secrets = PRESET.filter((name) => name.endsWith('_key')).map((name) => ready[name]);
  }

  play(step) {
    if ('call' in step) return this.#call(step);
    if ('control' in step) return this.#control(step);
    assert.ok('seen' in step, 'neither call, control nor seen');
    return this.#check(step);
  }

  async #control(step) {
    knownWords('the step', step, ['control', 'body', 'save']);
    const response = await this.#sandbox.control(step.control, filled(step.body, this.#saved));
    if ('save' in step) this.#saved.set(step.save, response);
  }

  async #call(step) {
    const checks = ['expect', 'error', 'save', 'saveResume', 'stored', 'tookMs'];
    const made = ['call', 'args', 'client', 'options', 'withApiKey', 'pages', 'limit'];
    knownWords('the step', step, [...made, ...checks]);
    const args = filled(step.args ?? {}, this.#saved);
    this.#hide(args.wallet, args.signature, args.challenge);
    const start = performance.now();
    const client = () => derived(this.#client(step.client ?? {}), this.#derivation(step));
    const vault = new Vault();
    const outcome = await makeCall(step.call, args, client, { ...step, vault }).then(
      (value) => ({ value }),
      (error) => ({ error }),
    );
    const took = performance.now() - start;
    if ('tookMs' in step) within('tookMs', step.tookMs, took);
    if ('stored' in step) matches(filled(step.stored, this.#saved), vault.stored(), 'stored');
    if (outcome.error instanceof OwnError && step.error?.code === 'own') {
      return knownWords('error', step.error, ['code']);
    }
    if ('error' in outcome) {
      if (!(outcome.error instanceof VeniceError) || !('error' in step)) throw outcome.error;
      this.#checkSecrecy(outcome.error);
      checkError(filled(step.error, this.#saved), outcome.error);
      if ('saveResume' in step) {
        assert.equal(typeof outcome.error.resume, 'string', 'the error has no resume');
        this.#saved.set(step.saveResume, outcome.error.resume);
      }
      return;
    }
    assert.ok(!('error' in step), `succeeded, but ${JSON.stringify(step.error)} was expected`);
    const value = canonical(outcome.value);
    this.#hide(...secretsIn(value), value?.text, step.call === 'wallet_sign' ? value : undefined);
    if ('expect' in step) matches(filled(step.expect, this.#saved), value);
    if ('save' in step) this.#saved.set(step.save, value);
  }

  #derivation({ options, withApiKey }) {
    const given = filled({ options, withApiKey }, this.#saved);
    this.#hide(given.withApiKey);
    return given;
  }

  #client(own) {
    const options = filled({ ...this.#options, ...own }, this.#saved);
    this.#hide(...(['admin', 'inference', 'none'].includes(options.key) ? [] : [options.key]));
    const known = this.#clients.find(([of]) => isDeepStrictEqual(of, options));
    if (known) return known[1];
    const { admin_key: admin, inference_key: inference } = this.#sandbox.ready;
    const client = makeClient(options, { admin, inference });
    this.#clients.push([options, client]);
    return client;
  }

  /** Remembers texts that no error may show. Short ones stand in any text. */
  #hide(...texts) {
    this.#secrets.push(...texts.filter((text) => typeof text === 'string' && text.length >= 12));
  }

  #checkSecrecy(error) {
    const shown = forms(error);
    for (const secret of this.#secrets) {
      assert.ok(!shown.some((form) => form.includes(secret)), 'the error shows a secret');
    }
  }

  async #check(step) {
    knownWords('the step', step, ['seen']);
    const all = await this.#sandbox.journal();
    const fresh = all.slice(this.#seen);
    const expected = filled(step.seen, this.#saved);
    assert.ok(Array.isArray(expected), 'seen is not a list');
    assert.equal(
      fresh.length,
      expected.length,
      `expected ${expected.length} requests, the server saw ` +
        `${fresh.length}: ${fresh.map(({ method, path }) => `${method} ${path}`).join(', ')}`,
    );
    for (const [at, request] of fresh.entries()) {
      const earlier = all.slice(0, this.#seen + at).map(({ connection }) => connection);
      checkRequest(`request ${at + 1}`, expected[at], request, earlier);
    }
    this.#seen = all.length;
  }
}

/** Every form in which somebody may see an error. */
export function forms(error) {
  return [
    error.message,
    String(error),
    error.stack,
    inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true }),
    JSON.stringify({ ...error }),
  ];
}

function checkError(expected, error) {
  const equal = ['code', 'status', 'requestId', 'serverCode', 'serverVersion'];
  const words = [...equal, 'issues', 'retryAfterMs', 'message', 'lacks', 'resume'];
  knownWords('error', expected, words);
  const shown = inspect(error);
  for (const name of equal) {
    if (name in expected) assert.equal(error[name], expected[name], `${name}: ${shown}`);
  }
  for (const issue of expected.issues ?? []) {
    knownWords('issue', issue, ['field', 'message']);
    // A duration says in its name that it is in milliseconds.
    const fields = [issue.field, `${issue.field}Ms`];
    const found = error.issues.some(
      ({ field, message }) => fields.includes(field) && message.includes(issue.message ?? ''),
    );
    assert.ok(found, `no issue ${JSON.stringify(issue)}: ${shown}`);
  }
  if ('retryAfterMs' in expected) {
    assert.equal(typeof error.retryAfterMs, 'number', `retryAfterMs: ${shown}`);
    within('retryAfterMs', expected.retryAfterMs, error.retryAfterMs);
  }
  if ('resume' in expected) matches(expected.resume, error.resume ?? null, 'resume');
  for (const text of expected.message ?? []) {
    assert.ok(error.message.includes(text), `the message lacks ${text}: ${shown}`);
  }
  for (const text of expected.lacks ?? []) {
    assert.ok(!forms(error).some((form) => form.includes(text)), `the error holds ${text}`);
  }
}

function within(what, bounds, value) {
  knownWords(what, bounds, ['min', 'max']);
  const { min = 0, max = Number.POSITIVE_INFINITY } = bounds;
  assert.ok(value >= min && value <= max, `${what}: ${value} is not in ${min} to ${max}`);
}

function checkRequest(place, expected, request, earlierConnections) {
  knownWords(place, expected, [
    'method',
    'path',
    'headers',
    'absent',
    'body',
    'bodyExact',
    'numbers',
    'connection',
  ]);
  for (const name of ['method', 'path']) {
    if (name in expected) assert.equal(request[name], expected[name], `${place}: ${name}`);
  }
  if ('bodyExact' in expected) {
    assert.deepEqual(request.body, expected.bodyExact, `${place}: bodyExact`);
  }
  for (const name of ['body', 'numbers']) {
    if (name in expected) matches(expected[name], request[name], `${place}: ${name}`);
  }
  for (const [name, value] of Object.entries(expected.headers ?? {})) {
    assert.equal(request.headers[name], value, `${place}: ${name}`);
  }
  for (const name of expected.absent ?? []) {
    assert.ok(!(name in request.headers), `${place}: ${name} was sent`);
  }
  if ('connection' in expected) {
    const kind = earlierConnections.includes(request.connection) ? 'reused' : 'new';
    assert.equal(kind, expected.connection, `${place}: connection`);
  }
}
