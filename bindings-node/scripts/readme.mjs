// The README's snippets: given to tests, or run as they stand against a sandbox, in the folder
// where this is called.
//
//   node readme.mjs --sandbox PROGRAM

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { delimiter, dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ours = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const root = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/**
 * Every snippet of a language in this package's README and on the front page, by the heading above
 * it; a second one under a heading has a number, too.
 */
export function snippets(language = 'js') {
  const found = new Map();
  for (const [page, text] of [
    ['front page', root],
    ['README', ours],
  ]) {
    let heading = '';
    const parts = new RegExp(`^#+ (.*)$|^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm');
    for (const [, title, code] of text.matchAll(parts)) {
      if (title) heading = title;
      else found.set(numbered(`${page}: ${heading}`, found), code);
    }
  }
  return found;
}

function numbered(name, found) {
  const others = [...found.keys()].filter((known) => known.startsWith(name));
  return others.length > 0 ? `${name}, ${others.length + 1}` : name;
}

/** What the snippets expect to find, besides the package. */
export async function surroundings(ready, sandbox) {
  return {
    VENICE_ADMIN_KEY: ready.admin_key,
    VENICE_BASE_URL: ready.base_url,
    WALLET_PRIVATE_KEY: ready.staked_private_key,
    VENICE_KEYS_SANDBOX: sandbox,
    PATH: `${dirname(sandbox)}${delimiter}${process.env.PATH}`,
    ...(await vault(ready.admin_key)),
  };
}

/** A stand-in for a vault of HashiCorp's. It ends with the program. */
async function vault(key) {
  const token = 'the token of a test';
  const server = createServer(({ url, headers }, response) => {
    const known = url === '/v1/secret/data/venice' && headers['x-vault-token'] === token;
    response.writeHead(known ? 200 : 403);
    response.end(JSON.stringify(known ? { data: { data: { key } } } : {}));
  });
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  return { VAULT_ADDR: `http://127.0.0.1:${server.address().port}`, VAULT_TOKEN: token };
}

/** The keys that the snippets expect to find. */
export const SEEDS = [
  {
    description: 'customer 42',
    consumptionLimit: { usd: 50 },
    limitPeriod: 'MONTH',
    ipAllowlist: [],
  },
  { description: 'test 1' },
];

/** What happens at the second look of a snippet that waits for something to happen. */
const MEANWHILE = {
  'README: Watch': ['/api_keys', 'keys', { keys: [{ description: 'customer 43' }] }],
  'README: Watch, 2': [
    '/api_keys/rate_limits/log',
    'account',
    {
      breaches: [
        { modelId: 'zai-org-glm-4.6', rateLimitType: 'RPM', timestamp: '2026-06-15T12:00:00.000Z' },
      ],
    },
  ],
};

/** The faults by which a sandbox does that. */
export function meanwhile(name) {
  if (!(name in MEANWHILE)) return [];
  const [seen, path, body] = MEANWHILE[name];
  const match = { method: 'GET', path: seen };
  return [{ kind: 'meanwhile', skip: 1, match, control: [{ path, body }] }];
}

async function main(sandbox) {
  for (const [name, code] of snippets()) {
    const server = spawn(sandbox, ['--port', '0', '--until-stdin-closes']);
    const [line] = await once(createInterface(server.stdout), 'line');
    const ready = JSON.parse(line);
    const control = (path, body) =>
      fetch(`${ready.control_url}/${path}`, { method: 'POST', body: JSON.stringify(body) });
    await control('keys', { keys: SEEDS });
    await control('faults', { faults: meanwhile(name) });
    const env = { ...process.env, ...(await surroundings(ready, sandbox)) };
    const args = ['--input-type=module', '-e', code];
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 2, 2] });
    const [status] = await once(child, 'exit');
    if (status !== 0) {
      console.error(`node: ${name}: the snippet failed`);
      process.exitCode = 1;
    }
    server.stdin.end();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [option, sandbox] = process.argv.slice(2);
  if (option !== '--sandbox') throw new Error('usage: node readme.mjs --sandbox PROGRAM');
  await main(sandbox);
}
