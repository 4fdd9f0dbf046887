'use strict';

const { spawn } = require('node:child_process');
const http = require('node:http');
const { SandboxError, findProgram } = require('./program.js');

/** It ends at once; a machine that is busy with something else is given this long. */
const END_MS = 5000;

// Node 20's first releases lack the symbol that `await using` looks for.
const asyncDispose = Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose');

// No proxy of the environment is asked for what is on this machine, and no connection is kept.
const agent = new http.Agent({ keepAlive: false });

class Sandbox {
  /** @type {import('node:child_process').ChildProcess} */
  #child;

  /** @param {import('./index.js').SandboxOptions} [options] */
  static async start(options = {}) {
    const child = spawn(options.program ?? findProgram(), commandLine(options), {
      stdio: ['pipe', 'pipe', 'inherit'],
      windowsHide: true,
    });
    return new Sandbox(child, JSON.parse(await firstLine(child)));
  }

  /**
   * @param {import('node:child_process').ChildProcess} child
   * @param {Record<string, string>} ready
   */
  constructor(child, ready) {
    this.#child = child;
    // A test that forgets it can end all the same, and the sandbox ends with it.
    for (const handle of [child, child.stdin, child.stdout]) {
      /** @type {{ unref?: () => void } | null} */ (handle)?.unref?.();
    }
    this.baseUrl = ready.base_url;
    this.controlUrl = ready.control_url;
    this.adminKey = ready.admin_key;
    this.inferenceKey = ready.inference_key;
    this.stakedPrivateKey = ready.staked_private_key;
    this.stakedAddress = ready.staked_address;
    this.unstakedPrivateKey = ready.unstaked_private_key;
    this.unstakedAddress = ready.unstaked_address;
    this.caFile = ready.ca_file;
  }

  get pid() {
    return this.#child.pid;
  }

  get clientOptions() {
    const { adminKey: apiKey, baseUrl, caFile } = this;
    return caFile === undefined ? { apiKey, baseUrl } : { apiKey, baseUrl, caFile };
  }

  async close() {
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.ref();
    await new Promise((resolve) => {
      const patience = setTimeout(() => child.kill('SIGKILL'), END_MS);
      child.once('exit', () => {
        clearTimeout(patience);
        resolve(undefined);
      });
      child.stdin?.destroy();
    });
  }

  async [asyncDispose]() {
    await this.close();
  }

  /** @param {import('./index.js').Fault[]} faults */
  async queue(...faults) {
    const whole = faults.map(({ method, path, header, ...fault }) =>
      [method, path, header].every((one) => one === undefined)
        ? fault
        : { ...fault, match: { method, path, header } },
    );
    await this.control('POST', 'faults', { faults: whole });
  }

  async waitingFaults() {
    return (await this.control('GET', 'faults')).faults.length;
  }

  async clearFaults() {
    await this.control('POST', 'faults', { clear: true });
  }

  async carryOutLate() {
    return (await this.control('POST', 'late', {})).done;
  }

  async dropLate() {
    await this.control('POST', 'late', { drop: true });
  }

  /** @param {number} ms */
  async advance(ms) {
    return new Date((await this.control('POST', 'clock', { advanceMs: ms })).now);
  }

  async stopClock() {
    await this.control('POST', 'clock', { stopped: true });
  }

  async startClock() {
    await this.control('POST', 'clock', { stopped: false });
  }

  async requests() {
    return (await this.control('GET', 'journal')).requests;
  }

  async clearRequests() {
    await this.control('POST', 'journal', { clear: true });
  }

  /** @param {import('./index.js').Seed} [seed] */
  async seedKey(seed = {}) {
    return (await this.control('POST', 'keys', { keys: [seed] })).keys[0];
  }

  /**
   * @param {string} id
   * @param {import('./index.js').KeyChange} changes
   */
  async changeKey(id, changes) {
    await this.control('POST', 'keys', { change: [{ id, ...changes }] });
  }

  /** @param {string} id */
  async deleteKey(id) {
    await this.control('POST', 'keys', { delete: [id] });
  }

  /** @param {string[]} ids */
  async setNextIds(...ids) {
    await this.control('POST', 'keys', { nextIds: ids });
  }

  /**
   * @param {number} ms
   * @param {{ seed?: number }} [options]
   */
  async setListLag(ms, { seed } = {}) {
    await this.control('POST', 'lists', { lagMs: ms, seed });
  }

  async storedKeys() {
    return (await this.control('GET', 'keys')).keys;
  }

  /** @param {import('./index.js').AccountChange} change */
  async setAccount(change) {
    await this.control('POST', 'account', change);
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   * @returns {Promise<any>}
   */
  async control(method, path, body) {
    const { status, text } = await exchange(`${this.controlUrl}/${path}`, method, body);
    const said = JSON.parse(text);
    if (status !== 200) throw new SandboxError(`${method} ${path}: ${said.error ?? text}`);
    return said;
  }
}

/** @param {import('./index.js').SandboxOptions} options */
function commandLine({ web3, minute, tls }) {
  const given = { '--web3': web3, '--minute': minute, '--tls-cert': tls };
  const options = Object.entries(given).filter(([, value]) => value !== undefined);
  return ['--until-stdin-closes', ...options.flatMap(([name, value]) => [name, String(value)])];
}

/**
 * The ready line; fails when the program ends before it.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<string>}
 */
function firstLine(child) {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (/** @type {string} */ more) => {
      text += more;
      if (text.includes('\n')) resolve(text);
    });
    child.once('error', (cause) => {
      reject(
        new SandboxError(`${child.spawnfile} couldn't be started: ${cause.message}`, { cause }),
      );
    });
    child.once('exit', () => {
      reject(new SandboxError(`${child.spawnargs.join(' ')} ended before it listened`));
    });
  });
}

/**
 * @param {string} url
 * @param {string} method
 * @param {unknown} body
 * @returns {Promise<{ status: number | undefined, text: string }>}
 */
function exchange(url, method, body) {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const request = http.request(url, { method, headers, agent }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (more) => {
        text += more;
      });
      response.on('end', () => resolve({ status: response.statusCode, text }));
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

module.exports = { Sandbox, SandboxError, findProgram };
