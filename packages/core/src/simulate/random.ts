/** Chance that can be had again: the same seed, the same numbers. */

export type Random = {
  /** From 0 up to, not including, 1. */
  next: () => number;
  /** Of the standard normal distribution. */
  normal: () => number;
  /** How long until something that happens `rate` times a unit of time; infinite for a rate of 0. */
  exponential: (rate: number) => number;
};

/** splitmix32 (Steele, Lea, Flood 2014, cut to 32 bits); what is drawn for whom is parted by `stream`. */
export function createRandom(seed: number, stream = 0): Random {
  let state = mix(Math.trunc(seed) ^ mix(stream + 1));
  const next = () => {
    state = (state + 0x9e3779b9) | 0;
    return mix(state) / 2 ** 32;
  };
  return {
    next,
    // Box and Muller 1958; 1 - next() is never 0.
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    exponential: (rate) => (rate <= 0 ? Number.POSITIVE_INFINITY : -Math.log(1 - next()) / rate),
  };
}

/** @returns 32 bits, not negative */
function mix(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad);
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
  return (bits ^ (bits >>> 15)) >>> 0;
}
