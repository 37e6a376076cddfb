import { createMasks, type MaskStream, type Masks } from '@gauntlet/core/masking';
import { CUT_MARKS } from '../reports/bound-text.ts';

export type Masker = {
  /** A masker for one stream of bytes; each stream needs its own. */
  openStream: () => MaskStream;
  /** Where the text says that it was cut, the beginning of a secret is masked as well. */
  maskText: (text: string) => string;
  /** A copy with every string masked, keys of objects included; what is not JSON is left as it is. */
  maskDeep: <Value>(value: Value) => Value;
};

/** What is masked, and how: see `createMasks`. */
export const createMasker = (secrets: readonly string[]): Masker => {
  const masks = createMasks(secrets);
  const active = !masks.none;
  const maskText = (text: string): string => (active ? maskParts(masks, text) : text);
  return {
    openStream: masks.openStream,
    maskText,
    maskDeep: <Value>(value: Value): Value => (active ? (maskValue(value, maskText) as Value) : value),
  };
};

const maskParts = (masks: Masks, text: string): string => {
  let masked = '';
  let at = 0;
  for (const { index, 0: mark } of text.matchAll(CUT_MARKS)) {
    masked += maskPart(masks, text.slice(at, index), 'cut') + mark;
    at = index + mark.length;
  }
  return masked + maskPart(masks, text.slice(at), 'end');
};

const maskPart = (masks: Masks, text: string, ending: 'cut' | 'end'): string => {
  const bytes = Buffer.from(text);
  const stream = masks.openStream();
  const masked = Buffer.concat([stream.push(bytes), stream[ending]()]);
  // Unchanged text is handed back itself: a detour by bytes would damage lone surrogates.
  return masked.equals(bytes) ? text : masked.toString();
};

const maskValue = (value: unknown, maskText: (text: string) => string): unknown => {
  if (typeof value === 'string') return maskText(value);
  if (Array.isArray(value)) return value.map((item) => maskValue(item, maskText));
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [maskText(key), maskValue(item, maskText)]),
  );
};
