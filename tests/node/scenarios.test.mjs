// Every file of tests/scenarios, each a test of its own; and scenarios that are broken on purpose,
// to see that this runner can fail.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import { play } from './support/scenario.mjs';

const folder = new URL('../scenarios/', import.meta.url);
const read = (file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8'));

// Most scenarios wait more than they work.
describe('scenarios', { concurrency: 4 }, () => {
  const files = readdirSync(folder);
  for (const file of files) it(file.replace(/\.json$/, ''), () => play(read(file)));

  it('are there', () => {
    assert.ok(files.length >= 200 && files.every((file) => file.endsWith('.json')));
  });
});

describe('a broken scenario fails', { concurrency: 4 }, () => {
  const good = {
    name: 'broken on purpose',
    covers: [],
    steps: [{ call: 'list_keys' }],
  };
  const step = (broken) => ({
    ...good,
    steps: [{ call: 'list_keys' }, broken],
  });
  const create = { call: 'create_key', args: { description: 'x' } };
  for (const [why, scenario, words] of [
    ['an unknown word', { ...good, skip: true }, /skip is no word/],
    ['an unknown word of the server', { ...good, server: { http: 2 } }, /http is no word/],
    ['an unknown word of the client', { ...good, client: { retries: 2 } }, /retries is no word/],
    ['no steps', { ...good, steps: [] }, /no steps/],
    ['an unknown step', step({ wait: 1 }), /step 2: neither call/],
    ['an unknown word of a step', step({ call: 'list_keys', expects: [] }), /expects is no word/],
    ['an unknown call', step({ call: 'steal_keys' }), /steal_keys is no call/],
    ['an unknown argument', step({ call: 'get_key', args: { ids: 'x' } }), /ids is no word/],
    ['an unknown test', step({ call: 'list_keys', expect: '$many' }), /\$many is no test/],
    ['a list too short', step({ call: 'list_keys', expect: [{}] }), /step 2: result: expected/],
    ['another value', step({ call: 'list_keys', expect: [{}, { id: '1' }] }), /result\.1\.id/],
    ['another type', step({ ...create, expect: { expiresAt: 0 } }), /result\.expiresAt/],
    [
      'a secret of another kind',
      step({ ...create, expect: { apiKey: '$secret:ADMIN' } }),
      /apiKey/,
    ],
    ['a secret as text', step({ ...create, expect: { apiKey: '$uuid' } }), /result\.apiKey/],
    ['an error unexpected', step({ call: 'get_key', args: { id: 'x' } }), /API key not found/],
    ['an error that stays away', step({ call: 'list_keys', error: { code: 'gone' } }), /succeeded/],
    ['another code', step({ call: 'get_key', args: { id: 'x' }, error: { code: 'gone' } }), /code/],
    [
      'another issue',
      step({
        call: 'create_key',
        args: { description: '' },
        error: { code: 'invalid_input', issues: [{ field: 'id' }] },
      }),
      /no issue/,
    ],
    ['a request unseen', step({ seen: [] }), /expected 0 requests, the server saw 1/],
    ['another path', { ...good, steps: [good.steps[0], { seen: [{ path: '/' }] }] }, /path/],
    ['nothing saved', step({ call: 'get_key', args: { id: `\${made.id}` } }), /nothing was saved/],
    ['too quick', step({ call: 'list_keys', tookMs: { min: 5000 } }), /tookMs/],
    [
      'a fault the sandbox has not',
      step({ control: 'faults', body: { faults: [{ kind: 'nonsense' }] } }),
      /control faults: 400/,
    ],
  ]) {
    it(`by ${why}`, () => assert.rejects(play(scenario), words));
  }
});
