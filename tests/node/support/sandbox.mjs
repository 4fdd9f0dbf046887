// Sandboxes for tests: each a process of its own that ends with the test.

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Client } from 'venice-keys';

/** The sandbox program: who built it says where it is, or cargo is asked. */
export const program = process.env.VENICE_KEYS_SANDBOX ?? `${target()}/debug/venice-keys-sandbox`;

function target() {
  const ask = ['metadata', '--format-version', '1', '--no-deps'];
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  return JSON.parse(execFileSync('cargo', ask, { cwd: root })).target_directory;
}

/** Starts a sandbox with these options of its command line. */
export async function startSandbox(...options) {
  const args = ['--port', '0', '--until-stdin-closes', ...options];
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const [line] = await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the sandbox ended with ${code} before it listened`);
    }),
  ]);
  const ready = JSON.parse(line);
  const control = async (method, path, body) => {
    const response = await fetch(`${ready.control_url}/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`control ${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  };
  return {
    ...ready,
    ready,
    control: (path, body) => control('POST', path, body),
    faults: (...faults) => control('POST', 'faults', { faults }),
    journal: async () => (await control('GET', 'journal')).requests,
    keys: async () => (await control('GET', 'keys')).keys,
    async stop() {
      if (child.exitCode !== null) return;
      child.stdin.end();
      await once(child, 'exit');
    },
  };
}

/** A sandbox for one test. */
export async function sandboxFor(t, ...options) {
  const sandbox = await startSandbox(...options);
  t.after(() => sandbox.stop());
  return sandbox;
}

/** A sandbox, and a client of it, for which nothing is too much: neither keys nor failures. */
export async function startBoundless() {
  const sandbox = await startSandbox('--minute', '0.001');
  const { admin_key: apiKey, base_url: baseUrl } = sandbox;
  return { sandbox, client: new Client({ apiKey, baseUrl, createLimit: 1000 }) };
}
