// Payments and sign-ins: what a program that ends or gives up leaves, and what is never shown.

import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { inspect } from 'node:util';
import { Client, Secret, VeniceError, Wallet } from 'venice-keys';

import { startGatedSandbox } from './support/gate.mjs';
import { reaching, runModule } from './support/run.mjs';
import { startSandbox } from './support/sandbox.mjs';
import { eventually } from './support/wait.mjs';

let sandbox;
let client;
let wallet;
before(async () => {
  sandbox = await startGatedSandbox();
  client = Client.anonymous({ baseUrl: sandbox.base_url, maxRetries: 0 });
  wallet = new Wallet(sandbox.staked_private_key);
  await sandbox.control('wallets', { unlimited: true });
});
after(() => sandbox.stop());
beforeEach(() => sandbox.control('faults', { clear: true, faults: [] }));

const failed = (promise) => promise.then(assert.fail, (error) => error);
const payment = { match: { method: 'POST', path: '/x402/top-up', header: 'payment-signature' } };
const isPayment = ({ headers }) => 'payment-signature' in headers;
let last = 0;
const topUp = (more) => {
  last += 1;
  return { amount: 5, most: 5, order: `order ${last}`, evenIfEnough: true, ...more };
};

async function payments() {
  const response = await fetch(`${sandbox.control_url}/ledger`);
  return (await response.json()).payments;
}

describe('a sign-in', () => {
  it('is a secret, another one each time, and each is good once', async () => {
    const one = wallet.signIn();
    const { name, value } = wallet.signIn();
    assert.equal(name, 'SIGN-IN-WITH-X');
    assert.ok(value instanceof Secret && !value.equals(one.value));
    const everything = { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: true };
    const shown = [inspect({ name, value }, everything), JSON.stringify({ value }), `${value}`];
    const hidden = value.reveal().slice(8, 40);
    assert.ok(!shown.some((form) => form.includes(hidden)), shown);
    for (const { value } of [one, wallet.signIn()]) {
      const sent = { value: value.reveal(), path: `/x402/balance/${wallet.address}` };
      const { address } = await sandbox.control('sign-in', sent);
      assert.equal(address, wallet.address.toLowerCase());
      await assert.rejects(sandbox.control('sign-in', sent), /NONCE_REUSED/);
    }
  });
});

describe('a clock that is wrong', () => {
  it('is spoken of, and is no deprecation', async (t) => {
    const late = await startSandbox();
    t.after(() => late.stop());
    await late.control('clock', { advanceMs: 3_600_000 });
    const program = `
      import { Client, Wallet } from 'venice-keys';
      const wallet = new Wallet('${late.staked_private_key}');
      console.log((await Client.anonymous().x402Balance(wallet)).balanceUsd);
    `;
    const { code, stdout, stderr } = await runModule(program, { env: reaching(late) });
    assert.deepEqual([code, stdout], [0, '0\n']);
    assert.match(
      stderr,
      /\[VENICE_KEYS_CLOCK\] VeniceKeysWarning: x402Balance: this machine's clock is \d+ s behind/,
    );
  });
});

describe('a payment', () => {
  it('takes money as decimals, however they are written', async () => {
    for (const amount of ['5', 5, 5n, '5.000000', 5.0]) {
      const { status, amount: signed } = await client.x402PrepareTopUp(wallet, topUp({ amount }));
      assert.deepEqual([status, signed], ['pending', '5']);
    }
    for (const [given, field] of [
      [{ amount: undefined }, 'amount'],
      [{ most: null }, 'most'],
      [{ amount: true }, 'amount'],
      [{ evenIfEnough: 'yes' }, 'evenIfEnough'],
      [{ order: 7 }, 'order'],
    ]) {
      const error = await failed(client.x402TopUp(wallet, topUp(given)));
      assert.equal(error.name, 'TypeError');
      assert.ok(error.message.startsWith(`${field} must be `), error.message);
    }
    for (const given of [{ amount: 5.0000001 }, { amount: 6 }, { order: '' }]) {
      assert.equal((await failed(client.x402TopUp(wallet, topUp(given)))).code, 'invalid_input');
    }
  });

  it('that fails has its record, which pays it once', async () => {
    await sandbox.faults({ kind: 'reset_after', times: 100, ...payment });
    const hasty = Client.anonymous({ baseUrl: sandbox.base_url, timeoutMs: 8000 });
    const error = await failed(hasty.x402TopUp(wallet, topUp()));
    assert.ok(error instanceof VeniceError);
    const hidden = sandbox.staked_private_key.slice(2);
    assert.ok(!inspect(error, { depth: 9, showHidden: true }).includes(hidden));
    assert.equal(JSON.parse(error.resume).order, `order ${last}`);
    await sandbox.control('faults', { clear: true, faults: [] });
    const before = await payments();
    const paid = await client.x402PayTopUp(wallet, error.resume);
    assert.equal(paid.status, 'paid');
    assert.deepEqual((await payments()).length, before.length);
  });

  it('that is aborted is carried out, and a warning says so', async () => {
    const warnings = [];
    const listen = (warning) => warnings.push(warning);
    process.on('warning', listen);
    const held = sandbox.hold(isPayment);
    const controller = new AbortController();
    const rejected = failed(client.x402TopUp(wallet, topUp(), { signal: controller.signal }));
    await held.reached();
    controller.abort();
    const { name, message } = await rejected;
    assert.deepEqual(
      [name, message],
      ['AbortError', "x402TopUp was aborted: what was sent can't be undone"],
    );
    held.release();
    await eventually(() => warnings.length > 0, 'a warning');
    process.off('warning', listen);
    assert.deepEqual(
      warnings.map(({ name, code }) => [name, code]),
      [['VeniceKeysWarning', 'VENICE_KEYS_LOST_PAYMENT']],
    );
    assert.match(warnings[0].message, /^x402TopUp was given up, but .*order/);
  });

  for (const [how, end] of [
    ['process exits', 'ends(); process.exit(3)'],
    ['worker is terminated', 'worker'],
  ]) {
    it(`is spoken of where its ${how}`, async () => {
      const held = sandbox.hold(isPayment);
      const pay = `
        import { Client, Wallet } from 'venice-keys';
        const wallet = new Wallet('${sandbox.staked_private_key}');
        const order = { amount: 5, most: 5, order: '${how}', evenIfEnough: true };
        Client.anonymous().x402TopUp(wallet, order);
      `;
      await sandbox.control('journal', { clear: true });
      const seen = `
        import { writeSync } from 'node:fs';
        const ends = () => writeSync(1, 'ends');
        const seen = async () => {
          const { requests } = await (await fetch('${sandbox.control_url}/journal')).json();
          return requests.some(({ headers }) => 'payment-signature' in headers);
        };
        while (!(await seen()));
      `;
      const program =
        end === 'worker'
          ? `import { Worker } from 'node:worker_threads';
             const worker = new Worker(${JSON.stringify(pay)}, { eval: true });
             ${seen}; worker.terminate(); ends();`
          : `${pay}; ${seen}; ${end}`;
      const { code, stderr } = await runModule(program, {
        env: reaching(sandbox),
        heard: () => held.release(),
      });
      assert.equal(code, end === 'worker' ? 0 : 3, stderr);
      assert.match(stderr, /^venice-keys: x402TopUp .*(order|paid)/);
      assert.ok(!stderr.includes(sandbox.staked_private_key.slice(2)));
    });
  }

  it('is spoken of where its worker is terminated as it is told', async () => {
    const pay = `
      import { parentPort } from 'node:worker_threads';
      import { Client, Wallet } from 'venice-keys';
      const wallet = new Wallet('${sandbox.staked_private_key}');
      const order = { amount: 5, most: 5, order: 'told', evenIfEnough: true };
      const told = () => { parentPort.postMessage(1); for (;;); };
      Client.anonymous().x402TopUp(wallet, order).then(told);
    `;
    const program = `
      import { once } from 'node:events';
      import { Worker } from 'node:worker_threads';
      const worker = new Worker(${JSON.stringify(pay)}, { eval: true });
      await once(worker, 'message');
      await worker.terminate();
    `;
    const { code, stderr } = await runModule(program, { env: reaching(sandbox) });
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^venice-keys: x402TopUp: .*, and its thread ended just as it was told/);
  });

  it('is not spoken of where its caller was told', async () => {
    const program = `
      import { Client, Wallet } from 'venice-keys';
      const wallet = new Wallet('${sandbox.staked_private_key}');
      const order = { amount: 5, most: 5, order: 'known', evenIfEnough: true };
      console.log((await Client.anonymous().x402TopUp(wallet, order)).status);
      process.exit();
    `;
    const { code, stdout, stderr } = await runModule(program, { env: reaching(sandbox) });
    assert.deepEqual([code, stdout, stderr], [0, 'paid\n', '']);
  });
});
