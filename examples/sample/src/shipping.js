/** What sending costs, and the carrier that has to be asked for it. */
import { setTimeout as pause } from 'node:timers/promises';

const ZONES = { DE: 'home', AT: 'near', CH: 'near', FR: 'near', US: 'far', JP: 'far' };
const RATES = {
  home: [
    { upToGrams: 1_000, cents: 390 },
    { upToGrams: 5_000, cents: 590 },
    { upToGrams: 31_500, cents: 1090 },
  ],
  near: [
    { upToGrams: 1_000, cents: 890 },
    { upToGrams: 5_000, cents: 1490 },
    { upToGrams: 31_500, cents: 2990 },
  ],
  far: [
    { upToGrams: 1_000, cents: 1890 },
    { upToGrams: 5_000, cents: 3990 },
  ],
};
const FREE_FROM_CENTS = 5_000;

/** null: we do not send that there. */
export function shippingCost({ country, grams, orderCents }) {
  const zone = ZONES[country];
  const rate = RATES[zone]?.find(({ upToGrams }) => grams <= upToGrams);
  if (!rate) return null;
  return zone === 'home' && orderCents >= FREE_FROM_CENTS ? 0 : rate.cents;
}

/** Asks until there is an answer: pauses double, and the last error is the one that counts. */
export async function askCarrier(ask, { tries = 4, firstPauseMs = 50 } = {}) {
  let lastError;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    try {
      return await ask(attempt);
    } catch (error) {
      lastError = error;
      if (attempt < tries - 1) await pause(firstPauseMs * 2 ** attempt);
    }
  }
  throw new Error(`the carrier did not answer in ${tries} tries`, { cause: lastError });
}
