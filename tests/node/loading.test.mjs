// The package loads by `import` and by `require`, in Node, Bun and Deno, and says what to do where
// it can't.

import assert from 'node:assert/strict';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import * as venice from 'venice-keys';

import { reaching, run, runModule } from './support/run.mjs';
import { sandboxFor } from './support/sandbox.mjs';

const require = createRequire(import.meta.url);
const home = fileURLToPath(new URL('../../bindings-node/', import.meta.url));

/** The package without a build. */
function copy(t) {
  const folder = mkdtempSync(join(tmpdir(), 'venice-keys-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const part of ['index.js', 'lib', 'package.json']) {
    cpSync(join(home, part), join(folder, part), { recursive: true });
  }
  return folder;
}

/** A program that runs as if on a platform whose build fails, and prints why. */
function loading(os, cpu, name, failure) {
  return `
    const fs = require('node:fs');
    const folder = 'node_modules/@venice-keys/${name}';
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(folder + '/index.js', 'throw new Error("${failure}")');
    Object.defineProperty(process, 'platform', { value: '${os}' });
    Object.defineProperty(process, 'arch', { value: '${cpu}' });
    try { require('./index.js'); } catch ({ cause }) { console.log(cause.message); }
  `;
}

describe('the package', () => {
  it('is the same by import and by require', () => {
    const required = require('venice-keys');
    const names = ['Client', 'Secret', 'VeniceError', 'Wallet'];
    assert.deepEqual(Object.keys(venice).sort(), names);
    assert.deepEqual(Object.keys(required).sort(), names);
    assert.deepEqual({ ...venice }, { ...required });
  });

  it('works in an ES module and in a CommonJS one', async (t) => {
    const sandbox = await sandboxFor(t);
    const options = { env: reaching(sandbox) };
    const work = 'new Client().listKeys().then((keys) => console.log(keys.length));';
    for (const { code, stdout, stderr } of [
      await runModule(`import { Client } from 'venice-keys'; ${work}`, options),
      await run(['-e', `const { Client } = require('venice-keys'); ${work}`], options),
      await run(['-e', `import('venice-keys').then(({ Client }) => { ${work} });`], options),
    ]) {
      assert.deepEqual([code, stdout], [0, '2\n'], stderr);
    }
  });

  it('has one addon per process, whatever loads it', () => {
    const native = require('../../bindings-node/lib/native.js');
    assert.equal(typeof native.NativeClient.connect, 'function');
  });

  it('lets nothing else be reached', async () => {
    await assert.rejects(import('venice-keys/lib/native.js'), { code: /NOT_EXPORTED/ });
    assert.equal(require('venice-keys/package.json').name, 'venice-keys');
  });
});

describe('without its build, the package', () => {
  it('says what to do', async (t) => {
    const { code, stderr } = await run(['-e', 'require("./index.js")'], { cwd: copy(t) });
    assert.equal(code, 1);
    const { platform, arch } = process;
    const line = stderr.split('\n').find((line) => line.startsWith('Error: '));
    const looked = `could not load its build for ${platform}-${arch}: looked for @venice-keys/`;
    for (const part of [
      looked,
      'install without --omit=optional',
      'There are builds for linux-x64-gnu, linux-x64-musl, linux-arm64-gnu, ',
      'cargo build --release -p venice-keys-node',
    ]) {
      assert.ok(line.includes(part), stderr);
    }
    assert.match(stderr, /code: 'ERR_VENICE_KEYS_NO_BUILD'/);
  });

  it('shows why a build there is does not load', async (t) => {
    const program = loading('linux', 'x64', 'linux-x64-musl', 'bad ELF');
    const { stdout, stderr } = await run(['-e', program], { cwd: copy(t) });
    assert.equal(stdout, 'bad ELF\n', stderr);
  });

  it('says where there is none', async (t) => {
    const program = `
      Object.defineProperty(process, 'platform', { value: 'sunos' });
      require('./index.js');
    `;
    const { code, stderr } = await run(['-e', program], { cwd: copy(t) });
    assert.equal(code, 1);
    assert.match(
      stderr,
      /has no build for sunos-\w+\. There are builds for .*win32-x64-msvc\. To /,
    );
  });

  it('takes no package that anybody could have registered', async (t) => {
    const cwd = copy(t);
    const program = `
      const fs = require('node:fs');
      const { platform, arch } = process;
      for (const abi of ['', '-gnu', '-musl', '-msvc']) {
        const folder = 'node_modules/venice-keys-' + platform + '-' + arch + abi;
        fs.mkdirSync(folder, { recursive: true });
        fs.writeFileSync(folder + '/index.js', 'console.log("loaded another package")');
      }
      try { require('./index.js'); } catch ({ code }) { console.log(code); }
    `;
    const { stdout } = await run(['-e', program], { cwd });
    assert.equal(stdout, 'ERR_VENICE_KEYS_NO_BUILD\n');
  });

  it('takes one that was built from source, as its message says', async (t) => {
    const cwd = copy(t);
    const { platform, arch } = process;
    const [build] = readdirSync(home).filter((n) =>
      n.startsWith(`venice-keys.${platform}-${arch}`),
    );
    cpSync(join(home, build), join(cwd, 'venice-keys.node'));
    const program = `
      Object.defineProperty(process, 'platform', { value: 'sunos' });
      console.log(typeof require('./index.js').Client);
    `;
    const { stdout, stderr } = await run(['-e', program], { cwd });
    assert.equal(stdout, 'function\n', stderr);
  });
});

describe('package.json', () => {
  const manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));

  it('needs nothing at run time and runs nothing at installation', () => {
    assert.equal(manifest.dependencies, undefined);
    assert.equal(manifest.peerDependencies, undefined);
    for (const script of ['preinstall', 'install', 'postinstall', 'prepare']) {
      assert.equal(manifest.scripts?.[script], undefined);
    }
  });

  it('has the version of the crate', () => {
    const workspace = readFileSync(join(home, '../Cargo.toml'), 'utf8');
    const [, version] = /^version = "(.*)"$/m.exec(workspace);
    assert.equal(manifest.version, version);
  });
});

describe("the platforms' packages", () => {
  const read = (path) => JSON.parse(readFileSync(join(home, path), 'utf8'));
  const { napi, ...manifest } = read('package.json');
  const platforms = napi.targets.map((target) => {
    const [cpu, , os, abi] = /^([^-]+)-([^-]+)-([^-]+)(?:-(.+))?$/.exec(target).slice(1);
    return {
      cpu: { x86_64: 'x64', aarch64: 'arm64' }[cpu],
      os: { windows: 'win32' }[os] ?? os,
      abi,
    };
  });
  const names = platforms.map(({ cpu, os, abi }) => [os, cpu, ...(abi ? [abi] : [])].join('-'));

  it('are there for every target', () => {
    assert.equal(names.length, 7);
    assert.deepEqual(readdirSync(join(home, 'npm')).sort(), [...names].sort());
  });

  for (const [at, name] of names.entries()) {
    it(`${name}: is of our scope, public, and for its platform alone`, () => {
      const { cpu, os, abi } = platforms[at];
      const file = `venice-keys.${name}.node`;
      const { version, description, keywords, license, engines, repository } = manifest;
      assert.deepEqual(read(`npm/${name}/package.json`), {
        name: `@venice-keys/${name}`,
        version,
        cpu: [cpu],
        main: file,
        files: [file],
        description,
        keywords,
        publishConfig: { access: 'public' },
        license,
        engines,
        repository,
        os: [os],
        ...(os === 'linux' ? { libc: [{ gnu: 'glibc', musl: 'musl' }[abi]] } : {}),
      });
    });

    it(`${name}: is looked for where it is the platform`, async (t) => {
      const { cpu, os } = platforms[at];
      const program = loading(os, cpu, name, 'it was looked for');
      const { stdout, stderr } = await run(['-e', program], { cwd: copy(t) });
      assert.equal(stdout, 'it was looked for\n', stderr);
    });
  }
});

describe('an addon of another build', () => {
  it('is refused with one sentence that says what to do', async () => {
    const program = `
      const lib = '../../bindings-node/lib';
      require(lib + '/generated/results.js').FINGERPRINT = 'another';
      try {
        require(lib + '/native.js');
      } catch ({ code, message }) {
        console.log(code, message);
      }
    `;
    const { stdout, stderr } = await run(['-e', program]);
    assert.match(stdout, /^ERR_VENICE_KEYS_OTHER_BUILD venice-keys loaded an addon of another /);
    assert.match(stdout, /: install venice-keys anew, or build the addon again/);
    assert.equal(stderr, '');
  });
});

const PROGRAM = `
  import { Client, Secret, VeniceError, Wallet } from 'venice-keys';
  import process from 'node:process';
  const [baseUrl, apiKey, walletKey] = process.argv.slice(-3);
  const lines = [];
  const client = new Client({ apiKey, baseUrl, onAttempt: ({ path }) => lines.push(path) });
  const made = await client.createKey({ description: 'x', expiresAt: new Date('2099-01-01') });
  const minted = await client.mintWithWallet(new Wallet(walletKey));
  const many = await Promise.all(Array.from({ length: 50 }, () => client.verifyKey()));
  const error = await client.getKey('nope').catch((error) => error);
  const wrong = await client.createKey({ descriptoin: 'x' }).catch((error) => error);
  const controller = new AbortController();
  const aborted = client.listKeys({ signal: controller.signal }).catch((error) => error);
  controller.abort();
  console.log(JSON.stringify([
    made.apiKey instanceof Secret && made.expiresAt.toISOString(),
    String(minted.apiKey).length,
    many.every(({ accepted }) => accepted),
    error instanceof VeniceError && error.code,
    /main\\.mjs/.exec(error.stack.split('\\n')[1])?.[0],
    wrong instanceof TypeError,
    (await aborted).name,
    lines.length >= 54,
  ]));
`;

/** Bun's own start script would first have to be put in place by an installation script. */
const [bun] = readdirSync(join(home, 'node_modules/@oven'));
const runtimes = {
  node: process.execPath,
  bun: join(home, 'node_modules/@oven', bun, 'bin/bun'),
  deno: join(home, 'node_modules/.bin/deno'),
};

describe('a program', () => {
  for (const [name, args] of [
    ['node', []],
    ['bun', ['run']],
    ['deno', ['run', '--allow-all', '--node-modules-dir=manual']],
  ]) {
    const command = runtimes[name];
    it(`works in ${name}`, async (t) => {
      const sandbox = await sandboxFor(t);
      const cwd = mkdtempSync(join(tmpdir(), 'venice-keys-'));
      t.after(() => rmSync(cwd, { recursive: true }));
      mkdirSync(join(cwd, 'node_modules'));
      symlinkSync(home, join(cwd, 'node_modules/venice-keys'));
      const { version } = require('venice-keys/package.json');
      const manifest = { type: 'module', dependencies: { 'venice-keys': version } };
      writeFileSync(join(cwd, 'package.json'), JSON.stringify(manifest));
      writeFileSync(join(cwd, 'main.mjs'), PROGRAM);
      const facts = [sandbox.base_url, sandbox.admin_key, sandbox.staked_private_key];
      const outcome = await run([...args, 'main.mjs', ...facts], { command, cwd });
      assert.equal(outcome.code, 0, outcome.stderr);
      assert.deepEqual(JSON.parse(outcome.stdout), [
        '2099-01-01T00:00:00.000Z',
        28,
        true,
        'not_found',
        'main.mjs',
        true,
        'AbortError',
        true,
      ]);
    });
  }
});
