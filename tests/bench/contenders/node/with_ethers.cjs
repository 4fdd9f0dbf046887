'use strict';

const p = require('./protocol.cjs');

function sign() {
  const { Wallet } = require('ethers');
  const wallet = new Wallet(p.WALLET);
  return () => wallet.signMessageSync(p.CHALLENGE);
}

p.run({ load: () => () => require('ethers'), sign });
