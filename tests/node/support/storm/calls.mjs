// The calls of the storm: each kind of them, with luck, and without.

// What a call may fail with if each of its retries meets a fault, too.
export const BAD_LUCK = ['connection', 'rate_limited'];

export function randomFrom(seed) {
  let state = 0;
  for (const letter of `${seed}`) state = (Math.imul(state, 31) + letter.charCodeAt(0)) | 0;
  // mulberry32
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function oneOf(list, random) {
  return list[Math.floor(random() * list.length)];
}

function must(holds, what) {
  if (!holds) throw new Error(what);
}

/** Each kind of call; `had` hears at once of each key that reached its caller. */
export function kinds(client, { wallet, description, random, had = () => {} }) {
  const tidied = async (making) => {
    const made = await making.then((key) => {
      had(key.id);
      return key;
    });
    try {
      must((await client.getKey(made.id)).id === made.id, 'another key was read');
      const updated = await client.updateKey(made.id, { description });
      must(updated.description === description, "the key wasn't updated");
    } finally {
      await deleted(client, made.id);
    }
  };
  return {
    lists: async (options) => must((await client.listKeys(options)).length >= 2, 'keys lack'),
    verifies: async (options) => must((await client.verifyKey(options)).accepted, 'not accepted'),
    limits: async (options) => {
      must((await client.rateLimits(options)).rateLimits, 'there are no limits');
      await client.rateLimitLog(options);
    },
    models: async (options) =>
      must((await client.listModels(oneOf([undefined, 'all'], random), options)).length, 'none'),
    makes: (options) => tidied(client.createKey({ description }, options)),
    mints: (options) => tidied(client.mintWithWallet(wallet, { description }, options)),
  };
}

/** Until it is deleted: no key may be left over. */
export async function deleted(client, id) {
  for (let tries = 0; tries < 20; tries += 1) {
    try {
      return await client.deleteKey(id);
    } catch (error) {
      // Gone by an earlier one, whose response was lost.
      if (error.code === 'not_found') return;
      if (!BAD_LUCK.includes(error.code)) throw error;
    }
  }
  throw new Error("a key can't be deleted");
}

/** No signal, one that never aborts, or one that aborts: before, meanwhile, or too late. */
function signalOf(random) {
  const chance = random();
  if (chance < 0.5) return {};
  if (chance < 0.6) return { signal: new AbortController().signal };
  if (chance < 0.65) return { signal: AbortSignal.abort() };
  return { signal: AbortSignal.timeout(Math.floor(random() * 60)) };
}

/** Makes one call; what was wrong with it, or nothing. */
export async function play(calls, kind, random, counted) {
  const options = signalOf(random);
  counted(kind, 'begun');
  try {
    await calls[kind](options);
  } catch (error) {
    if (error.name === 'AbortError' && options.signal?.aborted) counted('aborted', 'ended');
    else if (BAD_LUCK.includes(error.code)) counted('bad luck', 'ended');
    else return `${kind}: ${error.stack}`;
  } finally {
    counted(kind, 'ended');
  }
}

export function settings({ plain, tls }, overTls) {
  const server = overTls ? tls : plain;
  return {
    apiKey: server.admin_key,
    baseUrl: server.base_url,
    timeoutMs: 60_000,
    createLimit: 1_000_000,
    createLimitPeriodMs: 1,
    ...(overTls ? { caFile: server.ca_file } : {}),
  };
}
