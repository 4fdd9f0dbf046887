#!/usr/bin/env node
'use strict';

const { spawn } = require('node:child_process');
const { findProgram } = require('./program.js');

const child = spawn(findProgram(), process.argv.slice(2), { stdio: 'inherit' });
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => child.kill(signal));
}
child.on('error', (error) => {
  console.error(`venice-keys-sandbox: ${error.message}`);
  process.exitCode = 1;
});
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
