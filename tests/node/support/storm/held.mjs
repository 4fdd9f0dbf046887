// What the storm's process holds, and what its server does meanwhile.

import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

/** Takes back the faults, which with no other calls about would all meet the next one. */
export async function calm({ control_url }) {
  // Not by fetch(), which keeps its connections.
  const asked = request(`${control_url}/faults`, {
    method: 'POST',
    agent: false,
  });
  asked.end(JSON.stringify({ clear: true, faults: [] }));
  const [response] = await once(asked, 'response');
  await text(response);
}

export async function within(ms, holds) {
  const end = performance.now() + ms;
  while (!(await holds())) {
    if (performance.now() > end) return false;
    await sleep(100);
  }
  return true;
}

export async function held() {
  // What a finalizer lets go of is gone a turn later.
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc();
    await sleep(20);
  }
  const status = readFileSync('/proc/self/status', 'utf8');
  return {
    descriptors: readdirSync('/proc/self/fd').filter((name) => !isModule(name)).length,
    threads: readdirSync('/proc/self/task').length,
    'resident KiB': Number(/^VmRSS:\s*(\d+)/m.exec(status)[1]),
  };
}

/**
 * Whether a descriptor is of a module's text: Node's own loader leaves one open when a worker is
 * terminated while it reads it, also where there is no addon.
 */
function isModule(name) {
  try {
    return readlinkSync(`/proc/self/fd/${name}`).endsWith('.mjs');
  } catch {
    return false; // the listing's own
  }
}

/** Waits until the binding's threads, which end when idle, and what clients held are gone. */
export async function quiet() {
  const idle = () =>
    readdirSync('/proc/self/task').filter((id) => {
      try {
        return readFileSync(`/proc/self/task/${id}/comm`, 'utf8') === 'venice-keys\n';
      } catch {
        return false; // it ended meanwhile
      }
    });
  await within(60_000, () => idle().length === 0);
  // Until it is the same twice.
  let last = '';
  await within(60_000, async () => {
    const { descriptors, threads } = await held();
    const now = `${descriptors} ${threads}`;
    const same = now === last;
    last = now;
    if (!same) await sleep(500);
    return same;
  });
}
