// The snippets of READMEs that use the sandbox's package, as tests: `extract.mjs FOLDER README…`.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, ...readmes] = process.argv.slice(2);
const snippets = readmes
  .flatMap((readme) => [...readFileSync(readme, 'utf8').matchAll(/^```js\n([\s\S]*?)^```$/gm)])
  .map(([, code]) => code)
  .filter((code) => code.includes("from 'venice-keys-sandbox'"));
if (snippets.length < 3) throw new Error(`only ${snippets.length} snippets use the sandbox`);
for (const [number, code] of snippets.entries()) {
  writeFileSync(join(folder, `snippet-${number + 1}.test.mjs`), code);
}
