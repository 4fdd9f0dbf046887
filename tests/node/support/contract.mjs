// What the core declares, as `make generate` prints it, in JavaScript's names.

import { readFileSync } from 'node:fs';

const file = new URL('../../contract.json', import.meta.url);

export const contract = JSON.parse(readFileSync(file, 'utf8'));

/** `create_key` as `createKey`. */
export const camel = (name) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());

/** A member's name: a duration is in milliseconds, and says so. */
export const member = (name, type) =>
  `${camel(name)}${type === 'Duration' || type === 'Option<Duration>' ? 'Ms' : ''}`;

/** The names of a struct's members. */
export const membersOf = (struct) =>
  Object.entries(contract.structs[struct].fields).map(([name, type]) => member(name, type));

/**
 * The arguments of an operation, in order, from words by their names: a struct takes all the words
 * that no other argument has. `sink` is the place of the argument that the call writes to.
 */
export function positional(operation, words, { wallet = (key) => key } = {}) {
  const { arguments: declared, sink } = contract.operations[operation];
  const rest = { ...words };
  const taken = Object.entries(declared).map(([name, type]) => {
    if (name === sink) return {};
    if (type in contract.structs) return { struct: true };
    const word = camel(name);
    const value = type === 'Wallet' ? wallet(rest[word]) : rest[word];
    delete rest[word];
    return { value };
  });
  const last = taken.find(({ struct }) => struct);
  if (last) last.value = rest;
  return {
    values: taken.map(({ value }) => value),
    unknown: last ? [] : Object.keys(rest),
    sink: sink === null ? undefined : Object.keys(declared).indexOf(sink),
  };
}
