// The recipe of docs/observing.md as it stands, with a stand-in for OpenTelemetry's API.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';

import { reaching, run } from './support/run.mjs';
import { sandboxFor } from './support/sandbox.mjs';

const API = `
import { AsyncLocalStorage } from 'node:async_hooks';
export const SpanKind = { CLIENT: 2 };
export const SpanStatusCode = { ERROR: 2 };
export const active = new AsyncLocalStorage();
const startSpan = (name, { kind, startTime, attributes }) => {
  const span = { name, kind, attributes, parent: active.getStore() };
  return {
    setStatus: ({ code }) => Object.assign(span, { code }),
    end: (time) => console.log(JSON.stringify({ ...span, took: time - startTime })),
  };
};
export const trace = { getTracer: () => ({ startSpan }) };
`;

const PROGRAM = `
import { active } from '@opentelemetry/api';
await active.run('parent', () => client.listKeys());
await client.getKey('no-such-key').catch(() => {});
`;

/** A folder in which the recipe finds what it imports. */
async function workplace(t) {
  const folder = await mkdtemp(join(tmpdir(), 'venice-keys-'));
  t.after(() => rm(folder, { recursive: true }));
  const api = join(folder, 'node_modules', '@opentelemetry', 'api');
  await mkdir(api, { recursive: true });
  await writeFile(join(api, 'package.json'), '{ "type": "module", "exports": "./index.js" }');
  await writeFile(join(api, 'index.js'), API);
  const installed = fileURLToPath(new URL('../../bindings-node', import.meta.url));
  await symlink(installed, join(folder, 'node_modules', 'venice-keys'));
  return folder;
}

it('the recipe for OpenTelemetry makes a span of each attempt', async (t) => {
  const page = await readFile(new URL('../../docs/observing.md', import.meta.url), 'utf8');
  const [, recipe] = /^```js\n([\s\S]*?)^```$/m.exec(page);
  const sandbox = await sandboxFor(t);
  await sandbox.faults({ kind: 'status', status: 503 });
  const cwd = await workplace(t);
  await writeFile(join(cwd, 'program.mjs'), recipe + PROGRAM);
  const { code, stdout, stderr } = await run(['program.mjs'], { cwd, env: reaching(sandbox) });
  assert.deepEqual([code, stderr], [0, '']);
  const spans = stdout.trim().split('\n').map(JSON.parse);
  assert.deepEqual(
    spans.map(({ name, kind, code, parent, attributes }) => [
      name.split(' ')[1],
      kind,
      code,
      parent,
      attributes['http.response.status_code'],
      attributes['http.request.resend_count'],
      attributes['error.type'],
    ]),
    [
      ['listKeys', 2, 2, 'parent', 503, 0, '503'],
      ['listKeys', 2, undefined, 'parent', 200, 1, undefined],
      ['getKey', 2, 2, undefined, 400, 0, '400'],
    ],
  );
  assert.ok(spans.every(({ took }) => took > 0 && took < 10_000));
});
