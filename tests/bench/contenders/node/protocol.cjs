'use strict';

/**
 * The protocol of all contenders: a line with seconds on standard input is a round, and is
 * answered with a line of JSON. `0` is a round of one call, without the call that warms up.
 *
 * A contender's works are factories: what they do before they return the call isn't measured.
 */

const { readFileSync } = require('node:fs');
const { createInterface } = require('node:readline');

const { BENCH_URL: URL = '', BENCH_CA: CA, BENCH_WALLET, BENCH_CHALLENGE } = process.env;
const KEY = 'VENICE_ADMIN_KEY_BENCH_0123456789abcdefghij';
const AT_ONCE = 64;

async function run(works) {
  const call = works[process.argv[2]]();
  for await (const line of createInterface({ input: process.stdin })) {
    const seconds = Number(line);
    if (seconds) await call();
    let calls = 0;
    const cpu = process.cpuUsage();
    const main = mainThread();
    const start = performance.now();
    do {
      await call();
      calls += 1;
    } while (performance.now() - start < seconds * 1e3);
    const wall = (performance.now() - start) * 1e3;
    const { user, system } = process.cpuUsage(cpu);
    const round = {
      calls,
      wall_us: wall / calls,
      cpu_us: (user + system) / calls,
      main_us: (mainThread() - main) / calls,
      peak_kb: status('VmHWM'),
      threads: status('Threads'),
    };
    console.log(JSON.stringify(round));
  }
  process.exit();
}

/** Microseconds that the main thread has been on a processor: time that nothing else could use. */
function mainThread() {
  try {
    const [ns] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ');
    return Number(ns) / 1e3;
  } catch {
    return 0;
  }
}

/** A number that Linux gives of this process; 0 elsewhere. */
function status(name) {
  try {
    const text = readFileSync('/proc/self/status', 'utf8');
    return Number(text.match(new RegExp(`^${name}:\\s*(\\d+)`, 'm'))[1]);
  } catch {
    return 0;
  }
}

/** A work of many calls at once; `start()` begins one. */
function atOnce(start) {
  return () => Promise.all(Array.from({ length: AT_ONCE }, start));
}

module.exports = {
  run,
  atOnce,
  URL,
  KEYS: `${URL}/api_keys`,
  CA,
  KEY,
  HEADERS: { authorization: `Bearer ${KEY}` },
  WALLET: BENCH_WALLET,
  CHALLENGE: BENCH_CHALLENGE,
};
