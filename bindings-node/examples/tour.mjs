// The main jobs, one after the other, in a transcript to read.
//
// Without arguments it plays against a sandbox it starts. With `--live` and `VENICE_ADMIN_KEY` set
// it talks to Venice itself, and only reads.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Client, Wallet } from 'venice-keys';

const step = (what) => console.log(`→ ${what}`);

async function inTheSandbox() {
  const program = process.env.VENICE_KEYS_SANDBOX ?? 'venice-keys-sandbox';
  const sandbox = spawn(program, ['--port', '0', '--until-stdin-closes']);
  const [line] = await once(createInterface(sandbox.stdout), 'line');
  const ready = JSON.parse(line);
  const baseUrl = ready.base_url;
  const client = new Client({ apiKey: ready.admin_key, baseUrl });
  console.log('venice-keys, a tour in Node against the sandbox\n');
  await manage(client);
  await read(client);
  await mint(new Wallet(ready.staked_private_key), baseUrl);
  console.log('\nThat was the tour: nothing left your machine.');
  sandbox.stdin.end();
}

async function live() {
  console.log('venice-keys, a tour in Node against Venice: read-only calls\n');
  const client = new Client();
  step("List the account's keys (needs an ADMIN key)");
  try {
    console.log(`  ${(await client.listKeys()).length} active keys`);
  } catch (error) {
    console.log(`  ${error.code}: ${error.message}`);
  }
  await read(client);
}

async function manage(client) {
  step('Make a key for a customer: 50 USD a month, gone after 2099');
  const created = await client.createKey({
    description: 'customer 42',
    consumptionLimit: { usd: 50 },
    limitPeriod: 'MONTH',
    expiresAt: new Date('2099-12-31'),
  });
  console.log(`  id      ${created.id}`);
  console.log(`  secret  ${created.apiKey}   (printed redacted; reveal() gives it)`);

  step('List the keys');
  for (const key of await client.listKeys()) {
    const { usd } = key.consumptionLimits;
    const cap = usd === null ? 'no cap' : `${usd} USD`;
    console.log(`  ${key.id}  ${key.description.padEnd(24)} …${key.last6Chars}  ${cap}`);
  }

  step('Read it back');
  const key = await client.getKey(created.id);
  const spent = key.currentPeriodUsage?.usd ?? '0';
  console.log(`  spent ${spent} USD this month, expires ${key.expiresAt.toISOString()}`);

  step('Raise its cap to 75 USD; everything else stays');
  const changed = await client.updateKey(created.id, { consumptionLimit: { usd: 75 } });
  console.log(`  cap now ${changed.consumptionLimits.usd} USD`);

  step('Delete it');
  await client.deleteKey(created.id);
  const gone = await client.getKey(created.id).then(
    () => 'still there',
    ({ code }) => code,
  );
  console.log(`  asked for again: ${gone}`);
}

async function read(client) {
  step('Is my own key healthy?');
  const status = await client.verifyKey();
  console.log(`  accepted ${status.accepted}, may spend ${status.maySpend}`);

  step('What are its limits?');
  const { apiTier, balances, rateLimits } = await client.rateLimits();
  console.log(`  tier ${apiTier?.id ?? '?'}, limits for ${rateLimits.length} models`);
  if (balances.usd !== null) console.log(`  balance ${balances.usd} USD`);
}

async function mint(wallet, baseUrl) {
  step('Mint a key with a wallet, without any other key');
  const anonymous = Client.anonymous({ baseUrl });
  const { apiKey } = await anonymous.mintWithWallet(wallet, { description: 'my agent' });
  console.log(`  wallet  ${wallet.address}`);
  console.log(`  secret  ${apiKey}`);

  step('Use the minted key');
  const { accepted } = await new Client({ apiKey, baseUrl }).verifyKey();
  console.log(`  accepted ${accepted}`);
}

const [option, ...more] = process.argv.slice(2);
if (more.length > 0 || ![undefined, '--live'].includes(option)) {
  console.error('usage: tour [--live]');
  process.exitCode = 2;
} else {
  await (option ? live() : inTheSandbox());
}
