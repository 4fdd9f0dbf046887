// What the core declares, as `make generate` prints it, in JavaScript's names.

import { readFileSync } from 'node:fs';

const file = new URL('../../contract.json', import.meta.url);

export const contract = JSON.parse(readFileSync(file, 'utf8'));

/** `create_key` as `createKey`. */
export const camel = (name) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());

const isDuration = (type) => type === 'Duration' || type === 'Option<Duration>';

/** A member's name: a duration is in milliseconds, and says so. */
export const member = (name, type) => `${camel(name)}${isDuration(type) ? 'Ms' : ''}`;

/** The names of a struct's members. */
export const membersOf = (struct) =>
  Object.entries(contract.structs[struct].fields).map(([name, type]) => member(name, type));

/** A struct's words as its members: durations, which scenarios give in seconds, in milliseconds. */
function structOf(struct, words) {
  const members = { ...words };
  for (const [name, type] of Object.entries(contract.structs[struct].fields)) {
    const seconds = members[camel(name)];
    if (!isDuration(type) || seconds === undefined) continue;
    delete members[camel(name)];
    members[member(name, type)] = seconds * 1000;
  }
  return members;
}

/**
 * The arguments of an operation, in order, from words by their names: a struct takes all the words
 * that no other argument has. `named` are those that belong into the call's options, `sink` is the
 * place of the argument that the call writes to, and `code` is what the caller's code is.
 */
export function positional(operation, words, { wallet = (key) => key, code } = {}) {
  const { arguments: declared, optional, sink, job } = contract.operations[operation];
  const timed = Object.values(declared).includes('Duration');
  const rest = { ...words };
  const named = {};
  const taken = [];
  for (const [name, type] of Object.entries(declared)) {
    const word = camel(name);
    if (name === sink) taken.push({});
    else if (name === job?.code) {
      if (job.kind === 'stored') taken.push({ value: code });
    } else if (type in contract.structs) taken.push({ struct: type });
    else {
      const value = type === 'Wallet' ? wallet(rest[word]) : rest[word];
      delete rest[word];
      if (type === 'Duration') named[member(name, type)] = value * 1000;
      else if (timed && optional.includes(name)) named[word] = value;
      else taken.push({ value });
    }
  }
  const last = taken.find(({ struct }) => struct);
  if (last) last.value = structOf(last.struct, rest);
  return {
    values: taken.map(({ value }) => value),
    named,
    unknown: last ? [] : Object.keys(rest),
    sink: sink === null ? undefined : Object.keys(declared).indexOf(sink),
  };
}
