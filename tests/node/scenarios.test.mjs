// Every file of tests/scenarios/, each a test of its own; and those of tests/scenarios-broken/, to
// see that this runner can fail.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import { play } from './support/scenario.mjs';

const folder = new URL('../scenarios/', import.meta.url);
const brokenFolder = new URL('../scenarios-broken/', import.meta.url);
const read = (from, file) => JSON.parse(readFileSync(new URL(file, from), 'utf8'));

// Most scenarios wait more than they work.
describe('scenarios', { concurrency: 4 }, () => {
  const files = readdirSync(folder);
  for (const file of files) it(file.replace(/\.json$/, ''), () => play(read(folder, file)));

  it('are there', () => {
    assert.ok(files.length >= 200 && files.every((file) => file.endsWith('.json')));
  });
});

describe('a broken scenario fails', { concurrency: 4 }, () => {
  const files = readdirSync(brokenFolder);
  for (const file of files) {
    it(file.replace(/\.json$/, ''), async () => {
      const { fails, ...scenario } = read(brokenFolder, file);
      const report = await play(scenario).then(
        () => assert.fail('the broken scenario passed'),
        (error) => error.message,
      );
      assert.equal(/step (\d+):/.exec(report)?.[1] ?? '0', String(fails.step), report);
      for (const text of fails.says ?? []) assert.ok(report.includes(text), report);
    });
  }

  it('of which there are many', () => assert.ok(files.length > 50));
});
