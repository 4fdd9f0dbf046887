// Workers come and go with calls in flight, for SECONDS: nothing hangs, and nothing stays held.
//
// Each worker has clients of its own and ends in one of five ways, while the main thread makes
// calls without pause. Every key that is left of a worker had reached it, or was named: in a
// warning, or on standard error if the worker was gone. What the process holds afterwards is
// compared with what it held after a warm-up. The storm is in a process of its own; this one starts
// it, makes its server fail now and then, and says what came of it.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { startSandbox } from './support/sandbox.mjs';

// A create is never reset: its outcome would be unknown, and nobody could tell who holds the key.
const FAULTS = [
  { kind: 'reset_before', match: { method: 'GET' } },
  { kind: 'reset_after', match: { method: 'DELETE' } },
  { kind: 'cut', match: { method: 'GET', path: '/api_keys' } },
  { kind: 'status', status: 429, headers: { 'retry-after': 0 }, times: 4 },
  { kind: 'delay', ms: 40, times: 6 },
];

async function watch(seconds) {
  const seed = process.env.SEED || `${Math.floor(Date.now() / 1000)}`;
  console.log(`# Storm, Node ${process.versions.node}\n`);
  console.log(`${seconds} s, a third of it to warm up; seed ${seed}\n`);
  const options = ['--minute', '0.001'];
  const [plain, tls] = await Promise.all([
    startSandbox(...options),
    startSandbox('--tls', ...options),
  ]);
  const weather = setInterval(() => plain.control('faults', { clear: true, faults: FAULTS }), 200);
  const ready = JSON.stringify({ plain: plain.ready, tls: tls.ready });
  const ended = await inside(seconds, seed, ready);
  clearInterval(weather);
  await Promise.all([plain.stop(), tls.stop()]);
  return report(ended);
}

async function inside(seconds, seed, ready) {
  // Its own listeners look at the warnings.
  const options = ['--expose-gc', '--no-warnings'];
  const program = fileURLToPath(new URL('support/storm/inside.mjs', import.meta.url));
  const args = [...options, program, `${seconds}`, seed];
  const child = spawn(process.execPath, args, {
    timeout: (seconds + 600) * 1000,
    killSignal: 'SIGKILL',
  });
  child.stdin.end(ready);
  const [out, errors, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { out, errors, end: code ?? signal };
}

/** What is said of a key whose worker is gone. */
const NAMED = /^venice-keys: \w+ (?:was given up, but Venice )?created the key ([\w-]+)[:,] /;

function report({ out, errors, end }) {
  let [passed, failures, unknown] = [0, [], []];
  try {
    const result = JSON.parse(out);
    ({ passed, failures, unknown } = result);
    console.log(table(result));
  } catch {
    failures.push(`the storm said ${out.slice(0, 2000)}`);
  }
  const lines = errors.split('\n').filter((line) => line !== '');
  const named = new Set(lines.map((line) => NAMED.exec(line)?.[1]));
  const lost = unknown.filter((id) => !named.has(id));
  const other = lines.filter((line) => !NAMED.test(line)).join('\n');
  console.log(`| keys named on standard error | | ${named.size} |\n`);
  for (const [fine, what] of [
    [end === 0, `it ended with ${end}`],
    [other === '', other.slice(0, 8000)],
    [lost.length === 0, `${lost.length} keys were lost without a word: ${lost.slice(0, 5)}`],
  ]) {
    if (fine) passed += 1;
    else failures.push(what);
  }
  for (const failure of new Set(failures.slice(0, 200))) {
    console.log(`FAILED ${withoutSecrets(failure)}`);
  }
  console.log(`storm node: ${passed} passed, ${failures.length} failed`);
  return failures.length > 0 ? 1 : 0;
}

function table({ before, after, counts }) {
  return [
    '| | before | after |',
    '|---|---|---|',
    ...Object.keys(before).map((name) => `| ${name} | ${before[name]} | ${after[name]} |`),
    ...Object.entries(counts).map(([name, count]) => `| ${name} | | ${count} |`),
  ].join('\n');
}

function withoutSecrets(text) {
  return text.replace(/(VENICE_[A-Z]+_KEY_|0x)\w{12,}/g, '$1…');
}

if (process.argv.length === 3) process.exitCode = await watch(Number(process.argv[2]));
else {
  console.error('usage: tests/node/storm SECONDS');
  process.exitCode = 2;
}
