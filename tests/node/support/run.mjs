// Programs of their own, for what only a whole process shows.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('..', import.meta.url));

/** The environment in which a program's clients reach a sandbox. */
export function reaching(sandbox) {
  return {
    VENICE_ADMIN_KEY: sandbox.admin_key,
    VENICE_BASE_URL: sandbox.base_url,
    VENICE_CONTROL_URL: sandbox.control_url,
  };
}

/** For a program's text: `seen()` waits until the sandbox has seen a request of this method. */
export const seeing = (method) => `
  const seen = async () => {
    for (let found = false; !found; ) {
      const response = await fetch(process.env.VENICE_CONTROL_URL + '/journal');
      found = (await response.json()).requests.some(({ method }) => method === '${method}');
    }
  };
`;

/** Runs `node` or another command and tells how it went; `heard` is told what it has printed. */
export async function run(
  args,
  { command = process.execPath, env = {}, cwd = here, timeout = 290_000, heard } = {},
) {
  const start = performance.now();
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, NODE_DEBUG: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout,
    killSignal: 'SIGKILL',
  });
  if (heard) listen(child.stdout, heard);
  const [stdout, stderr, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code, signal, stdout, stderr, ms: performance.now() - start };
}

function listen(stream, heard) {
  let said = '';
  stream.on('data', (chunk) => {
    said += chunk;
    heard(said);
  });
}

/** Runs a module's text. */
export function runModule(source, options) {
  return run(['--input-type=module', '-e', source], options);
}
