// What stands in for a program's own code in a scenario of a job: where it stores secrets, and what
// it does while a key lasts.

import assert from 'node:assert/strict';
import { open } from 'node:fs/promises';

/** What a program's own code throws where a scenario wants it to fail. */
export class OwnError extends Error {}

/** Where secrets are stored: it remembers which keys it was handed, in order. */
export class Vault {
  #stored = [];

  /** The `store` that a word asks for: `true` keeps, `"fail"` throws, `false` is none. */
  store(word = true) {
    if (word === false) return undefined;
    const keep = keeper(word);
    return async (created) => {
      assert.match(created.apiKey.reveal(), /^VENICE_(INFERENCE|ADMIN)_KEY_/);
      await keep(created);
      this.#stored.push(created.id);
    };
  }

  /** The ids that were stored since this was last asked. */
  stored() {
    return this.#stored.splice(0);
  }
}

function keeper(word) {
  if (word === true) return () => {};
  if (word === 'fail') {
    return ({ id }) => {
      throw new OwnError(`the store failed at ${id}`);
    };
  }
  if (typeof word?.file === 'string') return inFile(word);
  return assert.fail(`${JSON.stringify(word)} is no store this runner knows`);
}

/** For the resilience tests: a file that lasts, and a program that stops before or after it. */
function inFile({ file, stall = null }) {
  const never = (told) => {
    process.stdout.write(`${JSON.stringify(told)}\n`);
    return new Promise(() => {});
  };
  return async ({ id, apiKey }) => {
    if (stall === 'before') await never({ storing: id });
    const out = await open(file, 'a');
    await out.appendFile(`${id} ${apiKey.reveal()}\n`);
    await out.sync();
    await out.close();
    if (stall === 'after') await never({ stored: id });
  };
}
