// The README's snippets: given to tests, or run as they stand against a sandbox, in the folder
// where this is called.
//
//   node readme.mjs --sandbox PROGRAM

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ours = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const root = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** Every js snippet of this package's README and of the front page's, by the heading above it. */
export function snippets() {
  const found = new Map();
  for (const [page, text] of [
    ['front page', root],
    ['README', ours],
  ]) {
    let heading = '';
    for (const [, title, code] of text.matchAll(/^#+ (.*)$|^```js\n([\s\S]*?)^```$/gm)) {
      if (title) heading = title;
      else found.set(`${page}: ${heading}`, code);
    }
  }
  return found;
}

/** What the snippets expect to find, besides the package. */
export function surroundings(ready, sandbox) {
  return {
    VENICE_ADMIN_KEY: ready.admin_key,
    VENICE_BASE_URL: ready.base_url,
    WALLET_PRIVATE_KEY: ready.staked_private_key,
    VENICE_KEYS_SANDBOX: sandbox,
    PATH: `${dirname(sandbox)}${delimiter}${process.env.PATH}`,
  };
}

async function main(sandbox) {
  const server = spawn(sandbox, ['--port', '0', '--until-stdin-closes']);
  const [line] = await once(createInterface(server.stdout), 'line');
  const env = { ...process.env, ...surroundings(JSON.parse(line), sandbox) };
  for (const [name, code] of snippets()) {
    const args = ['--input-type=module', '-e', code];
    const { status } = spawnSync(process.execPath, args, { env, stdio: ['ignore', 2, 2] });
    if (status !== 0) {
      console.error(`node: ${name}: the snippet failed`);
      process.exitCode = 1;
    }
  }
  server.stdin.end();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [option, sandbox] = process.argv.slice(2);
  if (option !== '--sandbox') throw new Error('usage: node readme.mjs --sandbox PROGRAM');
  await main(sandbox);
}
