// What the platform's own verifier says of the sandbox's certificate: nobody gave its CA.

import { Client } from 'venice-keys';

try {
  const keys = await new Client({ maxRetries: 0 }).listKeys();
  console.log(`accepted: ${keys.length} keys`);
} catch (error) {
  console.log(`${error.code}: ${error.message}`);
}
