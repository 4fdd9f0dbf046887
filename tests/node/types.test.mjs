// The types, held by TypeScript itself: tests/node/types says what they must be.

import assert from 'node:assert/strict';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import { run } from './support/run.mjs';

const home = fileURLToPath(new URL('../../bindings-node/', import.meta.url));
const tsc = join(home, 'node_modules/typescript/bin/tsc');

describe('the types', { concurrency: 2 }, () => {
  it('are exact, and hold for the JavaScript that is there', async () => {
    const { code, stdout } = await run([tsc, '-p', home]);
    assert.equal(code, 0, stdout);
  });

  for (const [what, from, to] of [
    ['an any', 'createdAt: Date | null;', 'createdAt: any;'],
    ['a time as a number', 'createdAt: Date | null;', 'createdAt: number | null;'],
    ['money as a number', '<Money = string>', '<Money = number>'],
    ['a secret as text', 'apiKey: Secret;', 'apiKey: string;'],
    ['a closed union', 'Known | (string & Record<never, never>)', 'Known'],
    ['a union of any text', 'Known | (string & Record<never, never>)', 'string'],
    ['an option too many', 'usd: Money | null;', 'usd: Money | null; usdd: Money | null;'],
    ['an optional description', 'description: string;', 'description?: string;'],
    ['another result', 'Promise<KeyStatus>', 'Promise<boolean>'],
    [
      'a wallet by its shape',
      'sign(challenge: Web3Challenge | string): string;\n\n  #private;',
      '',
    ],
  ]) {
    it(`with ${what} are noticed`, async (t) => {
      const folder = mkdtempSync(join(tmpdir(), 'venice-keys-'));
      t.after(() => rmSync(folder, { recursive: true }));
      const package_ = join(folder, 'bindings-node');
      for (const part of ['index.d.mts', 'index.d.ts', 'package.json', 'tsconfig.json']) {
        cpSync(join(home, part), join(package_, part));
      }
      cpSync(new URL('types', import.meta.url), join(folder, 'tests/node/types'), {
        recursive: true,
      });
      // Everything but the package itself comes from where it is installed.
      const modules = join(folder, 'node_modules');
      mkdirSync(modules);
      for (const name of ['expect-type', '@types', 'undici-types']) {
        symlinkSync(join(home, 'node_modules', name), join(modules, name));
      }
      symlinkSync(package_, join(modules, 'venice-keys'));
      const path = join(package_, 'index.d.ts');
      const text = readFileSync(path, 'utf8');
      assert.ok(text.includes(from), `index.d.ts has no ${from}`);
      writeFileSync(path, text.replaceAll(from, to));
      const { code, stdout } = await run([tsc, '-p', package_]);
      assert.notEqual(code, 0);
      assert.match(stdout, /types\/api\.mts/, stdout);
    });
  }
});
