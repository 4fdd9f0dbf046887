'use strict';

const path = require('node:path');

/** The program for this platform comes with one of these; npm installs the one that fits. */
const scope = '@venice-keys/sandbox-';
const file = process.platform === 'win32' ? 'venice-keys-sandbox.exe' : 'venice-keys-sandbox';

/** What went wrong with the sandbox itself; the message says it. */
class SandboxError extends Error {
  /**
   * @param {string} message
   * @param {ErrorOptions} [options]
   */
  constructor(message, options) {
    super(message, options);
    this.name = 'SandboxError';
  }
}

/** The names of the packages that may hold this platform's program, the likely one first. */
function packages() {
  const { platform, arch } = process;
  if (platform === 'win32') return [`${scope}win32-${arch}-msvc`];
  if (platform !== 'linux') return [`${scope}${platform}-${arch}`];
  const report = process.report?.getReport();
  // The report is an object, whatever its type says.
  const header = /** @type {{ header?: { glibcVersionRuntime?: string } }} */ (report).header;
  const libraries = header?.glibcVersionRuntime ? ['gnu', 'musl'] : ['musl', 'gnu'];
  return libraries.map((library) => `${scope}linux-${arch}-${library}`);
}

/**
 * The path of the program: what `VENICE_KEYS_SANDBOX` names, else the one that was installed.
 *
 * @returns {string}
 */
function findProgram() {
  if (process.env.VENICE_KEYS_SANDBOX) return process.env.VENICE_KEYS_SANDBOX;
  const names = packages();
  for (const name of names) {
    try {
      return path.join(path.dirname(require.resolve(`${name}/package.json`)), file);
    } catch {
      // Not installed: perhaps the next one is.
    }
  }
  throw new SandboxError(
    `${names.join(' or ')} is not installed. It comes as an optional dependency for Linux and ` +
      'macOS (x64, arm64) and Windows (x64): install without --omit=optional, on the kind of ' +
      'machine that will run it. Elsewhere build the program from source ' +
      '(`cargo install venice-keys-sandbox`) and name it in VENICE_KEYS_SANDBOX.',
  );
}

module.exports = { SandboxError, findProgram };
