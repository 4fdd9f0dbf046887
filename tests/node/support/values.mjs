// Values of a scenario: filling in what was saved, and comparing what came back.

import assert from 'node:assert/strict';
import { inspect, isDeepStrictEqual } from 'node:util';
import { Secret } from 'venice-keys';

/** A secret in the form that all languages' results are compared in. */
class Hidden {
  constructor(text) {
    Object.defineProperty(this, 'text', { value: text });
  }
}

/** A result in the form that all languages' results are compared in. */
export function canonical(value) {
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Secret) {
    assertRedacted(value);
    return new Hidden(value.reveal());
  }
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value === 'object') {
    const prototype = Object.getPrototypeOf(value);
    assert.ok([Object.prototype, null].includes(prototype), 'results are plain objects');
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, canonical(v)]));
  }
  return value;
}

/** A secret's printed forms show no more than its prefix, … and its last six characters. */
function assertRedacted(secret) {
  const [, prefix, rest] = /^(VENICE_(?:INFERENCE|ADMIN)_KEY_|)(.*)$/s.exec(secret.reveal());
  const shown = `${prefix}…${rest.slice(-6)}`;
  assert.equal(`${secret}`, shown);
  assert.equal(JSON.stringify(secret), `"${shown}"`);
  assert.equal(inspect(secret), `Secret(${shown})`);
}

/** Replaces every `${name.path}` in the texts of a value. */
export function filled(value, saved) {
  if (typeof value === 'string') {
    return value.replace(/\$\{([^}]*)\}/g, (_, path) => recall(path, saved));
  }
  if (Array.isArray(value)) return value.map((element) => filled(element, saved));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, filled(v, saved)]));
  }
  return value;
}

function recall(path, saved) {
  const [name, ...steps] = path.split('.');
  assert.ok(saved.has(name), `nothing was saved as ${name}`);
  let value = saved.get(name);
  for (const step of steps) {
    assert.ok(value !== null && Object.hasOwn(Object(value), step), `${path}: there is no ${step}`);
    value = value[step];
  }
  const text = value instanceof Hidden ? value.text : value;
  assert.equal(typeof text, 'string', `${path} is not a text`);
  return text;
}

/** Every secret that a value in canonical form holds. */
export function secretsIn(value) {
  if (value instanceof Hidden) return [value.text];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(secretsIn);
}

/** Holds a result in canonical form against what a scenario expects. */
export function matches(expected, got, place = 'result') {
  const differ = () => {
    assert.fail(`${place}: expected ${JSON.stringify(expected)}, got ${inspect(got)}`);
  };
  if (typeof expected === 'string' && expected.startsWith('$')) {
    if (!passes(expected, got)) differ();
    return;
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(got) || got.length !== expected.length) differ();
    expected.forEach((element, at) => {
      matches(element, got[at], `${place}.${at}`);
    });
    return;
  }
  if (expected !== null && typeof expected === 'object') {
    if (got === null || typeof got !== 'object' || Array.isArray(got)) differ();
    if (got instanceof Hidden) differ();
    for (const [name, member] of Object.entries(expected)) {
      matches(member, got[name] ?? null, `${place}.${name}`);
    }
    return;
  }
  if (!isDeepStrictEqual(expected, got)) differ();
}

function passes(test, got) {
  const [, name, detail] = /^([^:]*)(?::(.*))?$/s.exec(test);
  switch (name) {
    case '$any':
      return got !== null;
    case '$uuid':
      return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(got);
    case '$time':
      return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(got);
    case '$length':
      assert.match(detail ?? '', /^\d+$/, `${test} names no number`);
      return Array.isArray(got) && got.length === Number(detail);
    case '$secret':
      assert.match(detail ?? '', /^(INFERENCE|ADMIN)$/, `${test} names no kind of key`);
      return got instanceof Hidden && got.text.startsWith(`VENICE_${detail}_KEY_`);
    default:
      return assert.fail(`${test} is no test this runner knows`);
  }
}
