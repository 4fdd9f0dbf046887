// onAttempt gets each attempt, with nothing secret in it; where nobody listens, none crosses.

import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import { Client, Wallet } from 'venice-keys';

import { reaching, run, runModule } from './support/run.mjs';
import { sandboxFor } from './support/sandbox.mjs';

/** A client of a sandbox of its own, with what its onAttempt gets. */
async function watched(t, { options = {}, server = [] } = {}) {
  const sandbox = await sandboxFor(t, ...server);
  const { admin_key: apiKey, base_url: baseUrl } = sandbox;
  const attempts = [];
  const onAttempt = (attempt) => attempts.push(attempt);
  return { sandbox, attempts, client: new Client({ apiKey, baseUrl, onAttempt, ...options }) };
}

describe('onAttempt', () => {
  it('gets every attempt, before the result', async (t) => {
    const { sandbox, attempts, client } = await watched(t);
    await sandbox.faults({ kind: 'status', status: 503, times: 1 });
    await client.listKeys();
    await client.getKey('nope').catch(() => {});
    const fixed = attempts.map(({ elapsedMs, ...rest }) => {
      assert.ok(elapsedMs > 0 && elapsedMs < 10_000, `${elapsedMs} ms`);
      return rest;
    });
    const attempt = (operation, path, number, status) => ({
      operation,
      method: 'GET',
      path,
      number,
      status,
      failure: null,
      requestId: null,
      serverVersion: null,
      warning: null,
    });
    assert.deepEqual(
      fixed.map((attempt) => ({ ...attempt, requestId: null, serverVersion: null })),
      [
        attempt('listKeys', '/api_keys', 1, 503),
        attempt('listKeys', '/api_keys', 2, 200),
        attempt('getKey', '/api_keys/nope', 1, 400),
      ],
    );
  });

  it('says what failed where no response came', async (t) => {
    const { sandbox, attempts, client } = await watched(t, { options: { maxRetries: 0 } });
    await sandbox.faults({ kind: 'reset_before', times: 1 });
    await assert.rejects(client.listKeys(), { code: 'connection' });
    assert.deepEqual(
      attempts.map(({ status, failure }) => [status, failure]),
      [[null, 'connection']],
    );
  });

  it('sees the attempts of its own client only, whichever threads they run on', async (t) => {
    const sandbox = await sandboxFor(t);
    const options = { apiKey: sandbox.admin_key, baseUrl: sandbox.base_url };
    const seen = [[], [], []];
    const clients = seen.map(
      (paths) => new Client({ ...options, onAttempt: ({ path }) => paths.push(path) }),
    );
    const silent = new Client(options);
    await Promise.all(
      Array.from({ length: 10 }, (_, at) => [
        ...clients.map((client, of) => client.getKey(`client-${of}-${at}`).catch(() => {})),
        silent.listKeys(),
      ]).flat(),
    );
    for (const [of, paths] of seen.entries()) {
      assert.equal(paths.length, 10);
      assert.ok(paths.every((path) => path.includes(`client-${of}-`)));
    }
  });

  it('sees nothing secret', async (t) => {
    const { sandbox, attempts, client } = await watched(t, { server: ['--web3', 'siwe'] });
    const made = await client.createKey({ description: 'x' });
    const wallet = new Wallet(sandbox.staked_private_key);
    const minted = await client.mintWithWallet(wallet);
    const challenge = await client.web3Challenge(wallet.address);
    const signature = wallet.sign(challenge);
    await client.mintWeb3Key({ address: wallet.address, signature, challenge });
    assert.ok(attempts.length >= 5);
    const text = inspect(attempts, { depth: null });
    for (const secret of [
      sandbox.admin_key,
      made.apiKey.reveal(),
      minted.apiKey.reveal(),
      sandbox.staked_private_key,
      signature,
      ...challenge.text.split('\n').filter((line) => line.startsWith('Nonce')),
    ]) {
      assert.ok(!text.includes(secret.slice(22, 40) || secret), text);
    }
  });

  it('runs in the context of its call, where a tracer finds the parent', async (t) => {
    const storage = new AsyncLocalStorage();
    const seen = [];
    const onAttempt = ({ path }) => seen.push([path, storage.getStore()]);
    const { client } = await watched(t, { options: { onAttempt } });
    const call = (path, make) => storage.run(`the call of ${path}`, make);
    await Promise.all([
      call('/api_keys', () => client.listKeys()),
      call('/models', () => client.listModels()),
    ]);
    assert.equal(seen.length, 2);
    for (const [path, store] of seen) assert.equal(store, `the call of ${path}`);
  });

  it('that throws fails no call, and is warned of once', async (t) => {
    const sandbox = await sandboxFor(t);
    for (const [throws, shown] of [
      ['() => { throw new Error("mine"); }', /Error: mine\n {4}at onAttempt /],
      ['() => { throw Symbol("mine"); }', /Symbol\(mine\)/],
      ['() => { throw Object.create(null); }', /null prototype/],
      ['async () => { throw new Error("mine"); }', /Error: mine\n {4}at onAttempt /],
    ]) {
      const program = `
        import { Client } from 'venice-keys';
        const onAttempt = ${throws};
        const client = new Client({ onAttempt });
        const { apiKey } = await client.createKey({ description: 'x' });
        await new Promise((resolve) => setTimeout(resolve, 50));
        const { length } = await client.listKeys();
        console.log(length, apiKey.reveal().length);
      `;
      const { code, stdout, stderr } = await runModule(program, {
        env: reaching(sandbox),
      });
      assert.equal(code, 0, stderr);
      assert.match(stdout, /^\d \d\d\n$/);
      assert.match(
        stderr,
        /\[VENICE_KEYS_ON_ATTEMPT\] VeniceKeysWarning: a client's onAttempt threw/,
      );
      assert.match(stderr, shown);
      assert.equal(stderr.match(/VENICE_KEYS_ON_ATTEMPT/g).length, 1, stderr);
    }
  });
});

describe('what the server announces', () => {
  it('is a warning of the process, once for each operation', async (t) => {
    const server = createServer((_, response) => {
      response.setHeader('content-type', 'application/json');
      response.setHeader('deprecation', '@1798761600');
      response.setHeader('sunset', 'Fri, 31 Dec 2027 23:59:59 GMT');
      response.end('{"object":"list","data":[]}');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.after(() => server.close());
    const program = `
      import { Client } from 'venice-keys';
      for (const onAttempt of [undefined, () => {}]) {
        const client = new Client({ onAttempt });
        await client.listKeys();
        await client.listKeys();
        await client.listModels();
      }
    `;
    const VENICE_BASE_URL = `http://127.0.0.1:${server.address().port}`;
    const env = { VENICE_API_KEY: 'VENICE_ADMIN_KEY_TEST', VENICE_BASE_URL };
    const { code, stderr } = await runModule(program, { env });
    assert.equal(code, 0, stderr);
    const warnings = stderr.match(/\[VENICE_KEYS_DEPRECATION\] DeprecationWarning: .*/g) ?? [];
    assert.equal(warnings.length, 2, stderr);
    assert.ok(
      warnings.every((warning) => warning.includes('2027')),
      stderr,
    );
    const silenced = await run(['--no-deprecation', '--input-type=module', '-e', program], { env });
    assert.deepEqual([silenced.code, silenced.stderr], [0, '']);
  });
});

describe('NODE_DEBUG=venice-keys', () => {
  const program = `
    import { Client } from 'venice-keys';
    await new Client().listKeys();
    await new Client({ onAttempt: ({ path }) => console.log('mine', path) }).listKeys();
  `;

  it('prints a line for each attempt', async (t) => {
    const sandbox = await sandboxFor(t);
    const env = { ...reaching(sandbox), NODE_DEBUG: 'venice-keys' };
    const { stdout, stderr } = await runModule(program, { env });
    assert.match(stderr, /^(VENICE-KEYS \d+: GET \/api_keys 200 \d+ ms, attempt 1\n){2}$/);
    assert.equal(stdout, 'mine /api_keys\n');
  });

  it('unset lets no attempt cross', async () => {
    const spying = `
      const path = require.resolve('../../bindings-node/lib/native.js');
      const { NativeClient, ...native } = require(path);
      const connect = (...args) => {
        console.log('observes:', args[3]);
        return NativeClient.connect(...args);
      };
      require.cache[path].exports = { ...native, NativeClient: { connect } };
      const { Client } = require('venice-keys');
      new Client({ apiKey: 'x' });
      new Client({ apiKey: 'x', onAttempt: () => {} });
    `;
    const { stdout, stderr } = await run(['-e', spying]);
    assert.equal(stdout, 'observes: false\nobserves: true\n', stderr);
  });

  it('unset prints nothing', async (t) => {
    const sandbox = await sandboxFor(t);
    const { stderr } = await runModule(program, { env: reaching(sandbox) });
    assert.equal(stderr, '');
  });
});
