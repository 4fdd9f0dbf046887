// The same types by `require`.

import venice = require('venice-keys');

const client: venice.Client = new venice.Client({ apiKey: new venice.Secret('x') });
const made: Promise<venice.CreatedKey> = client.createKey({ description: 'x' });
made.catch(
  (error: unknown) => error instanceof venice.VeniceError && (error.code satisfies string),
);
