// Servers whose responses a test can hold back: what happens in between needs no time of its own.

import { once } from 'node:events';
import { Agent, createServer, request as send } from 'node:http';
import { buffer } from 'node:stream/consumers';

import { startSandbox } from './sandbox.mjs';
import { eventually } from './wait.mjs';

/**
 * A sandbox that is reached through a gate: `hold` keeps back every response to a request that
 * matches, from now on. The server has done its work by then.
 */
export async function startGatedSandbox(...options) {
  const sandbox = await startSandbox(...options);
  const { origin, pathname } = new URL(sandbox.base_url);
  const holds = [];
  const agent = new Agent({ keepAlive: true });
  const gate = await listening((request, response) => {
    const hold = holds.find(({ matches }) => matches(request));
    forward(origin, agent, request, response, hold).catch(() => response.destroy());
  });
  return {
    ...sandbox,
    base_url: `${gate.origin}${pathname}`,
    stop() {
      gate.stop();
      agent.destroy();
      return sandbox.stop();
    },
    hold(matches) {
      const hold = new Hold(matches, () => holds.splice(holds.indexOf(hold), 1));
      holds.push(hold);
      return hold;
    },
  };
}

/** One for one test. */
export async function gatedSandboxFor(t, ...options) {
  const sandbox = await startGatedSandbox(...options);
  t.after(() => sandbox.stop());
  return sandbox;
}

/** A server that keeps every call waiting until it is released: then there is nothing there. */
export async function silentServerFor(t) {
  const hold = new Hold();
  const { origin, stop } = await listening(async (_, response) => {
    await hold.keep(response);
    response.writeHead(404).end();
  });
  t.after(stop);
  return { base_url: origin, hold };
}

async function listening(handle) {
  // Without limits of its own: a client must not find its connection closed.
  const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0 }, handle);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { origin: `http://127.0.0.1:${server.address().port}`, stop };
}

/** Requests of this method. */
export const ofMethod = (wanted) => (request) => request.method === wanted;

class Hold {
  #held = [];
  #isOver = false;
  #end;

  constructor(matches = () => true, end = () => {}) {
    this.matches = matches;
    this.#end = end;
  }

  /** Waits until so many responses are held back. */
  reached(count = 1) {
    const isHeld = ({ response }) => !response.destroyed;
    const reached = () => this.#held.filter(isHeld).length >= count;
    return eventually(reached, `${count} responses to be held back`);
  }

  /** Lets all of them go, and those to come. */
  release() {
    this.#over(({ go }) => go());
  }

  /** Closes the connections instead: the responses are lost. */
  lose() {
    this.#over(({ response }) => response.destroy());
  }

  /** Keeps a response back until it may go. */
  keep(response) {
    return new Promise((go) => {
      if (this.#isOver) go();
      else this.#held.push({ response, go });
    });
  }

  #over(each) {
    this.#isOver = true;
    this.#end();
    this.#held.splice(0).forEach(each);
  }
}

async function forward(origin, agent, request, response, hold) {
  const { method, url, headers } = request;
  const onward = send(new URL(url, origin), { method, headers, agent });
  onward.end(await buffer(request));
  const [answer] = await once(onward, 'response');
  const body = await buffer(answer);
  await hold?.keep(response);
  response.writeHead(answer.statusCode, answer.rawHeaders).end(body);
}
