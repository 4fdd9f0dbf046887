'use strict';

const { join } = require('node:path');
const { FINGERPRINT } = require('./generated/results.js');

/**
 * Loads the addon: in a checkout from this folder, otherwise from the optional package for this
 * platform. The names are written out, so that bundlers find them.
 *
 * @type {Record<string, Array<() => import('./addon').Native>>}
 */
const builds = {
  'linux-x64-gnu': [
    () => require('../venice-keys.linux-x64-gnu.node'),
    () => require('@venice-keys/linux-x64-gnu'),
  ],
  'linux-x64-musl': [
    () => require('../venice-keys.linux-x64-musl.node'),
    () => require('@venice-keys/linux-x64-musl'),
  ],
  'linux-arm64-gnu': [
    () => require('../venice-keys.linux-arm64-gnu.node'),
    () => require('@venice-keys/linux-arm64-gnu'),
  ],
  'linux-arm64-musl': [
    () => require('../venice-keys.linux-arm64-musl.node'),
    () => require('@venice-keys/linux-arm64-musl'),
  ],
  'darwin-x64': [
    () => require('../venice-keys.darwin-x64.node'),
    () => require('@venice-keys/darwin-x64'),
  ],
  'darwin-arm64': [
    () => require('../venice-keys.darwin-arm64.node'),
    () => require('@venice-keys/darwin-arm64'),
  ],
  'win32-x64-msvc': [
    () => require('../venice-keys.win32-x64-msvc.node'),
    () => require('@venice-keys/win32-x64-msvc'),
  ],
};

/** One built from source, on any platform. */
const own = () => require('../venice-keys.node');

function load() {
  const platform = `${process.platform}-${process.arch}`;
  const names = Object.keys(builds).filter((name) => `${name}-`.startsWith(`${platform}-`));
  /** @type {unknown[]} */
  const causes = [];
  for (const candidate of [...names.flatMap((name) => builds[name] ?? []), own]) {
    // A build for another C library doesn't load: the next one is tried.
    try {
      return candidate();
    } catch (cause) {
      causes.push(cause);
    }
  }
  const cause = causes.find(isTelling) ?? causes[0];
  throw Object.assign(new Error(missing(platform, names), { cause }), {
    code: 'ERR_VENICE_KEYS_NO_BUILD',
  });
}

/**
 * What was looked for, which builds there are, and how to make one. On one line.
 *
 * @param {string} platform
 * @param {string[]} names
 */
function missing(platform, names) {
  const packages = names.map((name) => `@venice-keys/${name}`).join(' or ');
  const why =
    names.length > 0
      ? `could not load its build for ${platform}: looked for ${packages}, an optional ` +
        'dependency (install without --omit=optional or --no-optional, on the kind of machine ' +
        'that will run it; if node_modules was copied from another machine, delete it and ' +
        'install again)'
      : `has no build for ${platform}`;
  return (
    `venice-keys ${why}. There are builds for ${Object.keys(builds).join(', ')}. To build it ` +
    'from source, run "cargo build --release -p venice-keys-node" in a checkout of ' +
    'https://github.com/venice-keys/venice-keys and copy the library that it makes ' +
    '(libvenice_keys_node.so; .dylib on macOS; venice_keys_node.dll on Windows) to ' +
    `${join(__dirname, '..')} as venice-keys.node.`
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
 * An addon of another build would be misread, value by value.
 *
 * @param {import('./addon').Native} native
 */
function matching(native) {
  if (native.fingerprint?.() === FINGERPRINT) return native;
  throw Object.assign(
    new Error(
      'venice-keys loaded an addon of another version than its JavaScript: install venice-keys ' +
        'anew, or build the addon again if you built it from source',
    ),
    { code: 'ERR_VENICE_KEYS_OTHER_BUILD' },
  );
}

module.exports = matching(load());
