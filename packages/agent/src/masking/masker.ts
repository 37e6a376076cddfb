import { CUT_MARKS } from '../reports/bound-text.ts';
import { buildAutomaton } from './automaton.ts';
import { type Automatons, createMaskStream, type MaskStream } from './mask-stream.ts';
import { collectPatterns } from './patterns.ts';

export type Masker = {
  /** A masker for one stream of bytes; each stream needs its own. */
  openStream: () => MaskStream;
  /** Where the text says that it was cut, the beginning of a secret is masked as well. */
  maskText: (text: string) => string;
  /** A copy with every string masked, keys of objects included; what is not JSON is left as it is. */
  maskDeep: <Value>(value: Value) => Value;
};

/**
 * Replaces every secret by `***`, also in base64, URL-encoded, JSON- and XML-escaped, and a secret of
 * several lines line by line (lines of 8 characters and more); base64 also where it is broken into lines. Where occurrences overlap or touch they
 * become one `***`.
 */
export const createMasker = (secrets: readonly string[]): Masker => {
  const { plain, breakable } = collectPatterns(secrets);
  const automatons = { plain: build(plain), breakable: build(breakable) };
  const active = plain.length > 0;
  const maskText = (text: string): string => (active ? maskParts(automatons, text) : text);
  return {
    openStream: () => createMaskStream(automatons),
    maskText,
    maskDeep: <Value>(value: Value): Value => (active ? (maskValue(value, maskText) as Value) : value),
  };
};

const build = (patterns: readonly Uint8Array[]) => (patterns.length > 0 ? buildAutomaton(patterns) : null);

const maskParts = (automatons: Automatons, text: string): string => {
  let masked = '';
  let at = 0;
  for (const { index, 0: mark } of text.matchAll(CUT_MARKS)) {
    masked += maskPart(automatons, text.slice(at, index), 'cut') + mark;
    at = index + mark.length;
  }
  return masked + maskPart(automatons, text.slice(at), 'end');
};

const maskPart = (automatons: Automatons, text: string, ending: 'cut' | 'end'): string => {
  const bytes = Buffer.from(text);
  const stream = createMaskStream(automatons);
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
