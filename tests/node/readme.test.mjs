// Every snippet of the README runs as it stands, and prints nothing secret.

import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { meanwhile, SEEDS, snippets, surroundings } from '../../bindings-node/scripts/readme.mjs';

import { run, runModule } from './support/run.mjs';
import { program, sandboxFor } from './support/sandbox.mjs';

const tsc = fileURLToPath(
  new URL('../../bindings-node/node_modules/typescript/bin/tsc', import.meta.url),
);

/** What a snippet must have done, or printed. */
const effects = {
  'front page: Node': {
    stdout: /^[0-9a-f-]{36} Secret\(VENICE_INFERENCE_KEY_…\w{6}\)\n/,
  },
  'README: Create a capped key': { stdout: /customer 42 50 left: 50\n/ },
  "README: Create a key that can't get lost": {
    stdout: /^[0-9a-f-]{36}\n$/,
    written: /^[0-9a-f-]{36} VENICE_INFERENCE_KEY_\S+\n$/,
    keys: (keys) => {
      const [made] = keys.filter(({ description }) => description === 'nightly job');
      assert.deepEqual([made.expiresAt, made.revoked], [null, false]);
    },
  },
  'README: One key per customer': {
    stdout: /^kept [0-9a-f-]{36}\n$/,
  },
  'README: One key per customer, 2': {
    stdout: /^(create customer \d\n){3}(created customer \d \d of 3 \S+\n){3}$/,
    written: /^([0-9a-f-]{36} VENICE_INFERENCE_KEY_\S+\n){3}$/,
    keys: (keys) => {
      const made = keys.filter(({ description }) => /^customer \d$/.test(description));
      assert.equal(made.length, 3);
      assert.ok(made.every(({ expiresAt, revoked }) => expiresAt === null && !revoked));
    },
  },
  'README: Rotate a key': {
    stdout: /^now [0-9a-f-]{36} and until \S+Z also [0-9a-f-]{36}\n$/,
    written: /^[0-9a-f-]{36} VENICE_INFERENCE_KEY_\S+\n$/,
    keys: (keys) => {
      const [old, made] = keys.filter(({ description }) => description === 'customer 42');
      assert.ok(old.expiresAt !== null && made.expiresAt === null);
      for (const name of ['apiKeyType', 'limitPeriod', 'modelPrivacy', 'consumptionLimit']) {
        assert.deepEqual(made[name], old[name], name);
      }
    },
  },
  'README: Rotate a key, 2': {
    written: /^\{"secret":"VENICE_INFERENCE_KEY_\w+","record":"\{.*\}"\}$/,
    keys: (keys) => {
      const [old, made] = keys.filter(({ description }) => description === 'customer 42');
      assert.ok(old.expiresAt !== null && made.expiresAt === null);
    },
  },
  'README: Clean up': {
    stdout: /^([0-9a-f-]{36}) test 1\ndeleted \1\n$/,
  },
  'README: Watch': { stdout: /^created [0-9a-f-]{36} customer 43 \[\]\n$/ },
  'README: Watch, 2': { stdout: /^zai-org-glm-4\.6 RPM 2026-06-15T12:00:00\.000Z\n$/ },
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
  'README: A key from a vault': { stdout: /^4 keys\n$/ },
  'README: Abort a call': { stdout: /^4 keys\n$/ },
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

/** What a typed snippet must have printed. */
const typed = {
  'README: A key for one job': /^[0-9a-f-]{36} Secret\(VENICE_INFERENCE_KEY_…\w{6}\) until \S+Z\n$/,
};

/** A folder for what a snippet writes, in which it finds the package. */
async function workplace(t) {
  const folder = await mkdtemp(join(tmpdir(), 'venice-keys-'));
  t.after(() => rm(folder, { recursive: true }));
  const modules = new URL('node_modules', import.meta.url);
  await symlink(modules, join(folder, 'node_modules'));
  return folder;
}

// Programs of their own, most of which wait.
describe('the snippet', { concurrency: 4 }, () => {
  it('of every job is there', () => {
    assert.deepEqual([...snippets().keys()], Object.keys(effects));
  });

  for (const [name, code] of snippets()) {
    it(`"${name}" runs as it stands`, async (t) => {
      const sandbox = await sandboxFor(t);
      const env = await surroundings(sandbox.ready, program);
      await sandbox.control('keys', { keys: SEEDS });
      await spend(sandbox);
      await sandbox.faults(...meanwhile(name));
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

describe('the typed snippet', () => {
  it('of every job is there', () => {
    assert.deepEqual([...snippets('ts').keys()], Object.keys(typed));
  });

  for (const [name, code] of snippets('ts')) {
    it(`"${name}" passes the compiler, and runs as it makes it`, async (t) => {
      const sandbox = await sandboxFor(t);
      const cwd = await workplace(t);
      await writeFile(join(cwd, 'snippet.mts'), code);
      const options = '--strict --target es2022 --lib es2022,esnext.disposable --types node';
      const args = [tsc, ...options.split(' '), '--module', 'nodenext', 'snippet.mts'];
      const compiled = await run(args, { cwd });
      assert.equal(compiled.code, 0, compiled.stdout);
      const env = await surroundings(sandbox.ready, program);
      const { code: status, stdout, stderr } = await run(['snippet.mjs'], { env, cwd });
      assert.deepEqual([status, stderr], [0, '']);
      assert.match(stdout, typed[name]);
      const made = (await sandbox.keys()).filter(({ origin }) => origin === 'create');
      assert.deepEqual(
        made.map(({ revoked }) => revoked),
        [true],
      );
    });
  }
});

describe('the example of every method', () => {
  it('runs', async (t) => {
    const sandbox = await sandboxFor(t);
    const env = await surroundings(sandbox.ready, program);
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
    const env = await surroundings(sandbox.ready, program);
    const { code, stdout } = await run([tour, '--live'], { env });
    assert.equal(code, 0);
    assert.match(stdout, /2 active keys/);
    assert.ok((await sandbox.journal()).every(({ method }) => method === 'GET'));
  });
});
