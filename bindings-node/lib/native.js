'use strict';

/**
 * Loads the addon: from beside this package's files in a checkout, otherwise from the optional
 * package for this platform. The names are written out, so that bundlers see them.
 *
 * @type {Record<string, Array<() => import('./addon').Native>>}
 */
const builds = {
  'linux-x64': [
    () => require('../venice-keys.linux-x64-gnu.node'),
    () => require('../venice-keys.linux-x64-musl.node'),
    () => require('venice-keys-linux-x64-gnu'),
    () => require('venice-keys-linux-x64-musl'),
  ],
  'linux-arm64': [
    () => require('../venice-keys.linux-arm64-gnu.node'),
    () => require('../venice-keys.linux-arm64-musl.node'),
    () => require('venice-keys-linux-arm64-gnu'),
    () => require('venice-keys-linux-arm64-musl'),
  ],
  'darwin-x64': [
    () => require('../venice-keys.darwin-x64.node'),
    () => require('venice-keys-darwin-x64'),
  ],
  'darwin-arm64': [
    () => require('../venice-keys.darwin-arm64.node'),
    () => require('venice-keys-darwin-arm64'),
  ],
  'win32-x64': [
    () => require('../venice-keys.win32-x64-msvc.node'),
    () => require('venice-keys-win32-x64-msvc'),
  ],
};

function load() {
  const platform = `${process.platform}-${process.arch}`;
  const candidates = builds[platform];
  if (!candidates) {
    throw failed(
      `venice-keys has no build for ${platform}: there are builds for ` +
        `${Object.keys(builds).join(', ')}`,
    );
  }
  /** @type {unknown[]} */
  const causes = [];
  for (const candidate of candidates) {
    // A build for the other C library doesn't load; the next one is tried.
    try {
      return candidate();
    } catch (cause) {
      causes.push(cause);
    }
  }
  throw failed(
    `venice-keys could not load its build for ${platform}. It comes as an optional dependency, ` +
      `venice-keys-${platform}…: install without --omit=optional (or --no-optional), on the kind ` +
      'of machine that will run it. If node_modules was copied from another machine, delete it ' +
      'and install again.',
    causes.find(isTelling) ?? causes[0],
  );
}

/**
 * Whether an error says more than that a package isn't there.
 *
 * @param {unknown} cause
 */
function isTelling(cause) {
  return !(cause instanceof Error && 'code' in cause && cause.code === 'MODULE_NOT_FOUND');
}

/**
 * @param {string} message
 * @param {unknown} [cause]
 */
function failed(message, cause) {
  return Object.assign(new Error(message, { cause }), { code: 'ERR_VENICE_KEYS_NO_BUILD' });
}

module.exports = load();
