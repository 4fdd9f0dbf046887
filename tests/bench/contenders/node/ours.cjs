'use strict';

const p = require('./protocol.cjs');

function client() {
  const { Client } = require('venice-keys');
  return new Client({ apiKey: p.KEY, baseUrl: p.URL, caFile: p.CA });
}

function list() {
  const keys = client();
  return () => keys.listKeys();
}

function first() {
  require('venice-keys');
  return () => client().listKeys();
}

function sign() {
  const { Wallet } = require('venice-keys');
  const wallet = new Wallet(p.WALLET);
  return () => wallet.sign(p.CHALLENGE);
}

function usage() {
  const keys = client();
  return async () => {
    const entries = [];
    for await (const entry of keys.usageHistory()) entries.push(entry);
    return entries;
  };
}

function analytics() {
  const keys = client();
  return () => keys.usageAnalytics();
}

p.run({
  load: () => () => require('venice-keys'),
  list,
  first,
  many: () => p.atOnce(list()),
  sign,
  usage,
  analytics,
});
