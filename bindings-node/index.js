'use strict';

/** Everything that `venice-keys` exports; index.mjs says the same for `import`. */
const { Client } = require('./lib/client.js');
const { VeniceError } = require('./lib/errors.js');
const { Secret, Wallet } = require('./lib/values.js');

module.exports = { Client, Secret, VeniceError, Wallet };
