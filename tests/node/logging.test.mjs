// One line per attempt, nothing secret in it, and nothing where nobody listens.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { describe, it } from 'node:test';
import { Client, Wallet } from 'venice-keys';

import { reaching, run, runModule } from './support/run.mjs';
import { sandboxFor } from './support/sandbox.mjs';

describe('a logger', () => {
  it('gets one line per attempt, before the answer', async (t) => {
    const sandbox = await sandboxFor(t);
    const lines = [];
    const options = { apiKey: sandbox.admin_key, baseUrl: sandbox.base_url };
    const client = new Client({ ...options, logger: (line) => lines.push(line) });
    await sandbox.faults({ kind: 'status', status: 503, times: 1 });
    await client.listKeys();
    assert.equal(lines.length, 2);
    assert.match(lines[0], /^GET \/api_keys 503 \d+ ms, attempt 1$/);
    assert.match(lines[1], /^GET \/api_keys 200 \d+ ms, attempt 2$/);
    await client.getKey('nope').catch(() => {});
    assert.match(lines[2], /^GET \/api_keys\/nope 400 \d+ ms, attempt 1$/);
    assert.equal(lines.length, 3);
  });

  it('tells its own client apart from others, whichever threads they run on', async (t) => {
    const sandbox = await sandboxFor(t);
    const options = { apiKey: sandbox.admin_key, baseUrl: sandbox.base_url };
    const logs = [[], [], []];
    const clients = logs.map((log) => new Client({ ...options, logger: (line) => log.push(line) }));
    const silent = new Client(options);
    await Promise.all(
      Array.from({ length: 10 }, (_, at) => [
        ...clients.map((client, of) => client.getKey(`client-${of}-${at}`).catch(() => {})),
        silent.listKeys(),
      ]).flat(),
    );
    for (const [of, log] of logs.entries()) {
      assert.equal(log.length, 10);
      assert.ok(log.every((line) => line.includes(`client-${of}-`)));
    }
  });

  it('sees nothing secret', async (t) => {
    const sandbox = await sandboxFor(t, '--web3', 'siwe');
    const lines = [];
    const logger = (line) => lines.push(line);
    const client = new Client({ apiKey: sandbox.admin_key, baseUrl: sandbox.base_url, logger });
    const made = await client.createKey({ description: 'x' });
    const wallet = new Wallet(sandbox.staked_private_key);
    const minted = await client.mintWithWallet(wallet);
    const challenge = await client.web3Challenge(wallet.address);
    const signature = wallet.sign(challenge);
    await client.mintWeb3Key({ address: wallet.address, signature, challenge });
    assert.ok(lines.length >= 5);
    const text = lines.join('\n');
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

  it('that throws harms no call, and is spoken of once', async (t) => {
    const sandbox = await sandboxFor(t);
    for (const [thrown, shown] of [
      ['new Error("mine")', /Error: mine\n {4}at logger /],
      ['Symbol("mine")', /Symbol\(mine\)/],
      ['Object.create(null)', /null prototype/],
    ]) {
      const program = `
        import { Client } from 'venice-keys';
        const logger = () => { throw ${thrown}; };
        const client = new Client({ logger });
        const { apiKey } = await client.createKey({ description: 'x' });
        await new Promise((resolve) => setTimeout(resolve, 50));
        const { length } = await client.listKeys();
        console.log(length, apiKey.reveal().length);
      `;
      const { code, stdout, stderr } = await runModule(program, { env: reaching(sandbox) });
      assert.equal(code, 0, stderr);
      assert.match(stdout, /^\d \d\d\n$/);
      assert.match(stderr, /\[VENICE_KEYS_LOGGER\] VeniceKeysWarning: a client's logger threw/);
      assert.match(stderr, shown);
      assert.equal(stderr.match(/VENICE_KEYS_LOGGER/g).length, 1, stderr);
    }
  });
});

describe('what the server announces', () => {
  it('is a warning of the process, once for each operation', async (t) => {
    const server = createServer((_, answer) => {
      answer.setHeader('content-type', 'application/json');
      answer.setHeader('deprecation', '@1798761600');
      answer.setHeader('sunset', 'Fri, 31 Dec 2027 23:59:59 GMT');
      answer.end('{"object":"list","data":[]}');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.after(() => server.close());
    const program = `
      import { Client } from 'venice-keys';
      for (const logger of [undefined, () => {}]) {
        const client = new Client({ logger });
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
    await new Client({ logger: (line) => console.log('mine', line) }).listKeys();
  `;

  it('prints the lines of clients without a logger', async (t) => {
    const sandbox = await sandboxFor(t);
    const env = { ...reaching(sandbox), NODE_DEBUG: 'venice-keys' };
    const { stdout, stderr } = await runModule(program, { env });
    assert.match(stderr, /^VENICE-KEYS \d+: GET \/api_keys 200 \d+ ms, attempt 1\n$/);
    assert.match(stdout, /^mine GET \/api_keys 200 \d+ ms, attempt 1\n$/);
  });

  it('unset has no lines made', async () => {
    const spying = `
      const path = require.resolve('../../bindings-node/lib/native.js');
      const { NativeClient, ...native } = require(path);
      const connect = (...args) => {
        console.log('logs:', args[3]);
        return NativeClient.connect(...args);
      };
      require.cache[path].exports = { ...native, NativeClient: { connect } };
      const { Client } = require('venice-keys');
      new Client({ apiKey: 'x' });
      new Client({ apiKey: 'x', logger: () => {} });
    `;
    const { stdout, stderr } = await run(['-e', spying]);
    assert.equal(stdout, 'logs: false\nlogs: true\n', stderr);
  });

  it('unset prints nothing', async (t) => {
    const sandbox = await sandboxFor(t);
    const { stderr } = await runModule(program, { env: reaching(sandbox) });
    assert.equal(stderr, '');
  });
});
