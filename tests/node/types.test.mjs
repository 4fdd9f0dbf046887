// The types, held by TypeScript itself: tests/node/types says what they must be.

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import { run } from './support/run.mjs';

const home = fileURLToPath(new URL('../../bindings-node/', import.meta.url));
const tsc = join(home, 'node_modules/typescript/bin/tsc');

/** What must not pass: a declaration, and what somebody might have made of it. */
const mutants = [
  ['an any', 'createdAt: Date | null;', 'createdAt: any;'],
  ['a time as a number', 'createdAt: Date | null;', 'createdAt: number | null;'],
  ['money as a number', '<Money = string>', '<Money = number>'],
  ['a secret as text', 'apiKey: Secret;', 'apiKey: string;'],
  ['a closed union', 'Known | (string & Record<never, never>)', 'Known'],
  ['a union of any text', 'Known | (string & Record<never, never>)', 'string'],
  ['an option too many', 'usd: Money | null;', 'usd: Money | null; usdd: Money | null;'],
  ['an optional description', 'description: string;', 'description?: string;'],
  ['another result', 'Promise<KeyStatus>', 'Promise<boolean>'],
  ['a promise of pages', '): Pages<UsageEntry>;', '): Promise<Pages<UsageEntry>>;'],
  ['no limit', 'options: { limit: number }', 'options?: { limit?: number }'],
  ['a map of numbers', 'Record<string, string>', 'Record<string, number>'],
  ['a day as a Date', 'startDate?: string', 'startDate?: Date | string'],
  [
    'a stream of its own kind',
    'taken: (error?: Error | null) => void',
    'taken: (n: number) => void',
  ],
  ['a filter of nothing', 'type KeyFilter = AtLeastOne<', 'type KeyFilter = Partial<'],
  ['no filter', '(filter: KeyFilter,', '(filter?: KeyFilter,'],
  ['a member of nothing', 'NonNullable<Members[Name]>', 'Members[Name]'],
  ['a wallet by its shape', 'signIn(): SignIn;\n\n  #private;', 'signIn(): SignIn;'],
];

describe('the types', () => {
  it('are exact, and hold for the JavaScript that is there', async () => {
    const { code, stdout } = await run([tsc, '-p', home]);
    assert.equal(code, 0, stdout);
  });

  // Each in a folder of its own, and all read at once: the compiler takes its time to start.
  let told;
  before(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'venice-keys-'));
    after(() => rmSync(folder, { recursive: true }));
    for (const [at, [, from, to]] of mutants.entries()) {
      mutate(join(folder, `mutant-${at}`), from, to);
    }
    mutate(join(folder, 'mutant-none'), 'Known', 'Known');
    const { compilerOptions } = JSON.parse(readFileSync(join(home, 'tsconfig.json'), 'utf8'));
    const types = [join(home, 'node_modules/@types')];
    const config = {
      compilerOptions: { ...compilerOptions, typeRoots: types },
      include: ['mutant-*/types/*'],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    told = (await run([tsc, '-p', folder], { cwd: folder })).stdout;
  });

  const noticed = (name) => new RegExp(`^mutant-${name}/types/api\\.mts\\(`, 'm').test(told);
  for (const [at, [what]] of mutants.entries()) {
    it(`with ${what} are noticed`, () => assert.ok(noticed(at), told));
  }

  it('as they are pass there, too', () => assert.ok(!noticed('none'), told));
});

describe('a program of a browser’s world', () => {
  it('needs neither the types of Node nor those of disposables', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'venice-keys-'));
    t.after(() => rmSync(folder, { recursive: true }));
    mutate(folder, 'Known', 'Known');
    const program = `
      import { Client } from 'venice-keys';
      const key = await new Client().temporaryKey({ description: 'x' }, { lifetimeMs: 60_000 });
      await key[Symbol.asyncDispose]();
    `;
    writeFileSync(join(folder, 'program.mts'), program);
    rmSync(join(folder, 'types'), { recursive: true });
    const compilerOptions = {
      module: 'nodenext',
      target: 'es2022',
      lib: ['es2022', 'dom'],
      types: [],
      strict: true,
      noEmit: true,
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
    const { code, stdout } = await run([tsc, '-p', folder], { cwd: folder });
    assert.equal(code, 0, stdout);
  });
});

/** A package whose declarations differ in one place, beside what is said of its types. */
function mutate(folder, from, to) {
  const modules = join(folder, 'node_modules');
  const package_ = join(modules, 'venice-keys');
  for (const part of ['index.d.mts', 'index.d.ts']) {
    cpSync(join(home, part), join(package_, part));
  }
  // Packages of one name and version count as one.
  const manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  const version = `0.0.0-${basename(folder)}`;
  writeFileSync(join(package_, 'package.json'), JSON.stringify({ ...manifest, version }));
  cpSync(new URL('types', import.meta.url), join(folder, 'types'), { recursive: true });
  // Everything but the package itself comes from where it is installed.
  for (const name of ['expect-type', '@types', 'undici-types']) {
    symlinkSync(join(home, 'node_modules', name), join(modules, name));
  }
  const path = join(package_, 'index.d.ts');
  const text = readFileSync(path, 'utf8');
  assert.ok(text.includes(from), `index.d.ts has no ${from}`);
  writeFileSync(path, text.replaceAll(from, to));
}
