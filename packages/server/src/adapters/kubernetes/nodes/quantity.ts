/** Amounts as Kubernetes writes them: `1500m`, `16090248Ki`, `1e9`. */

const FACTORS: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

const QUANTITY = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:[eE]([+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/;

/** NaN for what is no quantity. */
export function parseQuantity(text: string | number): number {
  const [whole, digits, exponent, suffix = ''] = QUANTITY.exec(String(text)) ?? [];
  if (whole === undefined) return Number.NaN;
  return exponent === undefined ? Number(digits) * (FACTORS[suffix] ?? 1) : Number(`${digits}e${exponent}`);
}

/** In thousandths, to the side that promises less: up for what is asked for, down for what is there. */
export const millisAsked = (cpu: string | number) => Math.ceil(round(parseQuantity(cpu) * 1000));
export const millisThere = (cpu: string | number) => Math.floor(round(parseQuantity(cpu) * 1000));
export const bytesAsked = (memory: string | number) => Math.ceil(round(parseQuantity(memory)));
export const bytesThere = (memory: string | number) => Math.floor(round(parseQuantity(memory)));

/** 0.0035 * 1000 is a little more than 3.5. */
const round = (value: number) => (Number.isFinite(value) ? Number(value.toPrecision(15)) : 0);
