// Every snippet of the README runs as it stands, and prints nothing secret.

import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { snippets, surroundings } from '../../bindings-node/scripts/readme.mjs';

import { run, runModule } from './support/run.mjs';
import { program, sandboxFor } from './support/sandbox.mjs';

/** What a snippet must have done, or printed. */
const effects = {
  'front page: Node': {
    stdout: /^[0-9a-f-]{36} Secret\(VENICE_INFERENCE_KEY_…\w{6}\)\n/,
  },
  'README: Create a capped key': { stdout: /customer 42 50\n/ },
  'README: Rotate a key': {
    keys: (keys) => {
      const [old, made] = keys.filter(({ origin }) => origin === 'create');
      assert.deepEqual([old.revoked, made.revoked], [true, false]);
      assert.notEqual(old.description, made.description);
      const restrictions = [
        'apiKeyType',
        'limitPeriod',
        'expiresAt',
        'modelPrivacy',
        'ipAllowlist',
      ];
      for (const name of [...restrictions, 'consumptionLimit']) {
        assert.ok(old[name] !== null && name in old, name);
        assert.deepEqual(made[name], old[name], name);
      }
    },
  },
  "README: Check a key's health": {
    stdout: /^accepted: true may spend: true\nexpires: never balance: /,
  },
  'README: What was spent': {
    stdout: /^may spend: true \w+ [\d.]+ USD\n(\S+Z \S+ -\S+ DIEM\n){3}3 entries\n3 \d+ true\n$/,
  },
  'README: A monthly bill per customer': {
    stdout: /^no key Web App 7\.5 USD 0 DIEM\n2 rows\n$/,
    written: /^timestamp,.*\r\n(.*-\d\d-\d\dT.*\r\n){2}$/,
  },
  'README: Mint a key with a wallet': {
    stdout: /^0x\w{40} Secret\(VENICE_INFERENCE_KEY_…\w{6}\)\n$/,
  },
  "README: Top up a wallet's credit": {
    stdout: /^credit: 0 USD\npaid 10 USD, credit: 10\nSIGN-IN-WITH-X Secret\(…\S{6}\)\n$/,
    written: /^\{(?!.*signature).*"November".*\}$/,
  },
  'README: Abort a call': { stdout: /^2 keys\n$/ },
  'README: When the program ends': { stdout: /^[0-9a-f-]{36}\n$/ },
  'README: Handle errors': { stdout: /^expiresAt must be a calendar date/ },
  'README: Test your own code': { stdout: /^$/ },
};

/** Something that was spent: three times within a week, and twice last month. */
async function spend(sandbox) {
  const now = new Date();
  const month = [now.getUTCFullYear(), now.getUTCMonth() - 1];
  const [last, later] = [3, 28].map((day) => new Date(Date.UTC(...month, day)).toISOString());
  const entries = [last, later].map((timestamp) => ({ timestamp }));
  const recent = [1, 2, 3].map((ago) => ({
    timestamp: new Date(now - ago * 60_000).toISOString(),
    amount: '-0.5',
  }));
  const spending = [{ date: last.slice(0, 10), usd: 7.5 }];
  await sandbox.control('usage', { entries: [...entries, ...recent], spending });
}

/** A folder for what a snippet writes, in which it finds the package. */
async function workplace(t) {
  const folder = await mkdtemp(join(tmpdir(), 'venice-keys-'));
  t.after(() => rm(folder, { recursive: true }));
  const modules = new URL('node_modules', import.meta.url);
  await symlink(modules, join(folder, 'node_modules'));
  return folder;
}

describe('the snippet', () => {
  it('of every job is there', () => {
    assert.deepEqual([...snippets().keys()], Object.keys(effects));
  });

  for (const [name, code] of snippets()) {
    it(`"${name}" runs as it stands`, async (t) => {
      const sandbox = await sandboxFor(t);
      const env = surroundings(sandbox.ready, program);
      await spend(sandbox);
      const cwd = await workplace(t);
      const { code: status, stdout, stderr } = await runModule(code, { env, cwd });
      assert.equal(status, 0, stderr);
      assert.equal(stderr, '');
      const { stdout: printed, keys, written } = effects[name];
      if (printed) assert.match(stdout, printed);
      const files = (await readdir(cwd)).filter((file) => file !== 'node_modules');
      assert.equal(files.length, written ? 1 : 0, files);
      for (const file of files) assert.match(await readFile(join(cwd, file), 'utf8'), written);
      const stored = await sandbox.keys();
      keys?.(stored);
      for (const { apiKey } of stored) assert.ok(!stdout.includes(apiKey));
    });
  }
});

describe('the example of every method', () => {
  it('runs', async (t) => {
    const sandbox = await sandboxFor(t);
    const env = surroundings(sandbox.ready, program);
    const example = '../../bindings-node/examples/methods.mjs';
    const { code, stdout, stderr } = await run([example], { env });
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /^[0-9a-f-]{36} Secret\(VENICE_INFERENCE_KEY_…\w{6}\)\n/);
    assert.match(stdout, /there is no such key/);
    for (const { apiKey } of await sandbox.keys()) assert.ok(!stdout.includes(apiKey));
  });
});

describe('the tour', () => {
  const tour = '../../bindings-node/examples/tour.mjs';

  it('plays to its end', async () => {
    const { code, stdout, stderr } = await run([tour], {
      env: { VENICE_KEYS_SANDBOX: program },
    });
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /cap now 75 USD/);
    assert.match(stdout, /That was the tour/);
  });

  it('only reads from Venice itself', async (t) => {
    const sandbox = await sandboxFor(t);
    const env = surroundings(sandbox.ready, program);
    const { code, stdout } = await run([tour, '--live'], { env });
    assert.equal(code, 0);
    assert.match(stdout, /2 active keys/);
    assert.ok((await sandbox.journal()).every(({ method }) => method === 'GET'));
  });
});
