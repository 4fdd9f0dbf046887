// A secret shows nothing but its redacted form, whatever it is printed with.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import util from 'node:util';
import v8 from 'node:v8';
import { Client, Secret, VeniceError, Wallet } from 'venice-keys';

import { sandboxFor } from './support/sandbox.mjs';

const TEXT = 'VENICE_INFERENCE_KEY_abcdefghijklmnopqrstuvwxyz2V2jNW';
const HIDDEN = 'abcdefghij';
const SHOWN = 'VENICE_INFERENCE_KEY_…2V2jNW';
const secret = new Secret(TEXT);
const deep = { a: [{ b: new Map([['c', new Set([secret])]]) }], secret };

describe('a secret', () => {
  it('gives its text to whoever asks for it', () => {
    assert.equal(secret.reveal(), TEXT);
  });

  const everything = {
    depth: Number.POSITIVE_INFINITY,
    showHidden: true,
    getters: true,
    showProxy: true,
    maxArrayLength: null,
    maxStringLength: null,
  };
  for (const [form, shown] of [
    ['util.inspect', () => util.inspect(secret)],
    ['util.inspect, everything', () => util.inspect(deep, everything)],
    ['util.inspect, compact', () => util.inspect(deep, { depth: 9, compact: true })],
    ['util.format %s', () => util.format('%s', secret)],
    ['util.format %j', () => util.format('%j', secret)],
    ['util.format %o', () => util.format('%o', deep)],
    ['util.format, bare', () => util.format(secret, deep)],
    ['a template', () => `${secret}`],
    // biome-ignore lint/style/useTemplate: it is what is tested
    ['concatenation', () => '' + secret],
    ['String()', () => String(secret)],
    ['toString()', () => secret.toString()],
    ['toLocaleString()', () => secret.toLocaleString()],
    ['Array.join', () => [secret, secret].join()],
    ['JSON.stringify', () => JSON.stringify(deep)],
    ['a property name', () => Object.keys({ [secret]: 1 })[0]],
  ]) {
    it(`prints redacted by ${form}`, () => {
      assert.ok(!shown().includes(HIDDEN), shown());
    });
  }

  it('shows where it is', () => {
    assert.equal(`${secret}`, SHOWN);
    assert.equal(JSON.stringify({ secret }), `{"secret":"${SHOWN}"}`);
    assert.equal(util.inspect({ secret }), `{ secret: Secret(${SHOWN}) }`);
  });

  it('shows nothing where its own printing is turned off', () => {
    const raw = util.inspect(deep, { ...everything, customInspect: false });
    assert.ok(!raw.includes(HIDDEN) && !raw.includes('VENICE'), raw);
  });

  it('has no property to enumerate, own or inherited', () => {
    assert.deepEqual(Reflect.ownKeys(secret), []);
    assert.deepEqual({ ...secret }, {});
    const names = [];
    for (const name in secret) names.push(name);
    assert.deepEqual(names, []);
    assert.deepEqual(Object.getOwnPropertyDescriptors(secret), {});
  });

  it('is empty in a structured clone and in what v8 serializes', () => {
    const clone = structuredClone(deep);
    assert.ok(!util.inspect(clone, everything).includes('VENICE'));
    assert.ok(!v8.serialize(deep).includes(HIDDEN));
    assert.throws(() => structuredClone(secret.reveal), /could not be cloned/);
  });

  it('is empty after postMessage', async (t) => {
    const { port1, port2 } = new MessageChannel();
    t.after(() => port1.close());
    const arrived = new Promise((resolve) => {
      port2.onmessage = ({ data }) => resolve(data);
    });
    port1.postMessage(deep);
    assert.ok(!util.inspect(await arrived, everything).includes('VENICE'));
  });

  it('is distinguished from others by its text', () => {
    assert.ok(secret.equals(new Secret(TEXT)));
    assert.ok(!secret.equals(new Secret(`${TEXT}x`)));
    assert.ok(!secret.equals(TEXT));
    assert.ok(!secret.equals({ reveal: () => TEXT }));
  });

  it('does not show in the message of an error that quotes it', () => {
    for (const error of [
      new Error(`bad key ${secret}`),
      new VeniceError(`${secret}`, { code: 'x' }),
    ]) {
      assert.ok(!util.inspect(error, everything).includes(HIDDEN));
    }
    try {
      assert.deepEqual(deep, { a: [] });
    } catch (error) {
      assert.ok(!error.message.includes(HIDDEN), error.message);
    }
    assert.throws(() => new Secret(5), { name: 'TypeError', message: 'text must be a string' });
    assert.throws(
      () => new Wallet(TEXT),
      (error) => !util.inspect(error, everything).includes(HIDDEN),
    );
  });

  it('is redacted by every way of the console, and in a process report', async () => {
    const program = `
      const { Secret } = require('venice-keys');
      const secret = new Secret(process.argv[1].split('').reverse().join(''));
      const deep = { a: { b: { c: { d: { e: { secret } } } } }, list: [secret] };
      for (const way of ['log', 'info', 'error', 'warn', 'debug', 'trace', 'table']) {
        console[way](secret, deep);
      }
      console.dir(deep, { depth: null, showHidden: true });
      console.table([{ secret }]);
      console.log('%s %o %O %j %d', secret, secret, secret, secret, secret);
      console.log(JSON.stringify(process.report.getReport(new Error(String(secret)))));
      process.on('exit', () => { throw Object.assign(new Error('at exit'), { secret }); });
    `;
    const { stdout, stderr } = await run(program, [...TEXT].reverse().join(''));
    assert.ok(stdout.includes(SHOWN) && stderr.includes(SHOWN));
    assert.ok(!stdout.includes(HIDDEN) && !stderr.includes(HIDDEN));
  });

  it('is not in the heap until it is revealed', async (t) => {
    const sandbox = await sandboxFor(t);
    const program = `
      const { Client } = require('venice-keys');
      const v8 = require('node:v8');
      (async () => {
        const client = new Client();
        const made = await client.createKey({ description: 'heap' });
        let heap = '';
        for await (const part of v8.getHeapSnapshot()) heap += part;
        // Its last six characters are shown; what is before them must not be anywhere.
        const text = made.apiKey.reveal().slice(25, -6);
        console.log(JSON.stringify({ sees: heap.includes(made.id), leaks: heap.includes(text) }));
      })();
    `;
    const { stdout } = await run(program, '', {
      VENICE_ADMIN_KEY: sandbox.admin_key,
      VENICE_BASE_URL: sandbox.base_url,
    });
    assert.deepEqual(JSON.parse(stdout), { sees: true, leaks: false });
  });
});

describe('a client and a wallet', () => {
  it('print no key', () => {
    const key = `0x${'4646'.repeat(16)}`;
    const wallet = new Wallet(key);
    const client = new Client({ apiKey: TEXT, baseUrl: 'http://127.0.0.1:1' });
    for (const holder of [wallet, client]) {
      const forms = [
        util.inspect(holder, { depth: 9, showHidden: true, customInspect: false }),
        util.inspect(holder),
        JSON.stringify(holder),
        util.inspect(structuredClone(holder)),
      ];
      assert.ok(!forms.some((form) => form.includes('464646') || form.includes(HIDDEN)), forms);
    }
    assert.equal(util.inspect(wallet), 'Wallet(0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F)');
  });
});

function run(program, argument, env = {}) {
  return new Promise((resolve) => {
    const args = ['-e', program, argument];
    const cwd = fileURLToPath(new URL('.', import.meta.url));
    const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 1e9 };
    execFile(process.execPath, args, options, (_, stdout, stderr) => resolve({ stdout, stderr }));
  });
}
