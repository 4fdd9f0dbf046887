// What npm publishes of the sandbox for one platform: the main package, as it is in git but with
// its optional dependencies, and the package with the program.
//
//   node platform.mjs PLATFORM PROGRAM FOLDER     makes FOLDER/main and FOLDER/platform

import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const manifest = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));

/** Every platform by its name in package names. */
const platforms = JSON.parse(readFileSync(join(here, '../../release/platforms.json'), 'utf8'));

const packageName = (platform) => `@venice-keys/sandbox-${platform}`;

function write(folder, content) {
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(content, null, 2)}\n`);
}

function writeMain(folder) {
  mkdirSync(folder, { recursive: true });
  const files = manifest.files.filter((name) => !name.includes('*'));
  for (const name of [...files, 'README.md', 'LICENSE-MIT', 'LICENSE-APACHE']) {
    cpSync(join(here, name), join(folder, name));
  }
  const names = Object.keys(platforms).map((platform) => [packageName(platform), manifest.version]);
  write(folder, { ...manifest, optionalDependencies: Object.fromEntries(names) });
}

function writePlatform(platform, program, folder) {
  mkdirSync(folder, { recursive: true });
  const file = basename(program);
  copyFileSync(program, join(folder, file));
  chmodSync(join(folder, file), 0o755);
  for (const name of ['LICENSE-MIT', 'LICENSE-APACHE'])
    cpSync(join(here, name), join(folder, name));
  const { version, license, repository, engines } = manifest;
  write(folder, {
    name: packageName(platform),
    version,
    description: `The program of venice-keys-sandbox for ${platform}`,
    license,
    repository,
    engines,
    ...platforms[platform].npm,
    // npm gives the mode of what it unpacks only to what is named here.
    bin: { [`venice-keys-sandbox-${platform}`]: file },
    files: [file, 'LICENSE-*', 'THIRD-PARTY.txt', 'sbom.cdx.json'],
    preferUnplugged: true,
  });
  writeFileSync(
    join(folder, 'README.md'),
    `# ${packageName(platform)}\n\nThe program of [venice-keys-sandbox]` +
      `(https://www.npmjs.com/package/venice-keys-sandbox) for ${platform}.\n`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [platform, program, folder] = process.argv.slice(2);
  if (!folder || !Object.hasOwn(platforms, platform)) {
    throw new Error(`usage: node platform.mjs PLATFORM PROGRAM FOLDER; ${Object.keys(platforms)}`);
  }
  writeMain(join(folder, 'main'));
  writePlatform(platform, program, join(folder, 'platform'));
}
