// Programs of their own, for what only a whole process shows.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('..', import.meta.url));

/** The environment in which a program's clients reach a sandbox. */
export function reaching(sandbox) {
  return { VENICE_ADMIN_KEY: sandbox.admin_key, VENICE_BASE_URL: sandbox.base_url };
}

/** Runs `node` or another command and tells how it went. */
export async function run(args, { command = process.execPath, env = {}, cwd = here } = {}) {
  const start = performance.now();
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, NODE_DEBUG: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 110_000,
    killSignal: 'SIGKILL',
  });
  const [stdout, stderr, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code, signal, stdout, stderr, ms: performance.now() - start };
}

/** Runs a module's text. */
export function runModule(source, options) {
  return run(['--input-type=module', '-e', source], options);
}
