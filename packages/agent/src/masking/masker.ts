import { type Automaton, buildAutomaton } from './automaton.ts';
import { createMaskStream, type MaskStream } from './mask-stream.ts';
import { collectPatterns } from './patterns.ts';

export type Masker = {
  /** A masker for one stream of bytes; each stream needs its own. */
  openStream: () => MaskStream;
  maskText: (text: string) => string;
  /** A copy with every string masked, keys of objects included; what is not JSON is left as it is. */
  maskDeep: <Value>(value: Value) => Value;
};

/**
 * Replaces every secret by `***`, also in base64, URL-encoded, JSON- and XML-escaped, and a secret of
 * several lines line by line (lines of 8 characters and more). Where occurrences overlap or touch they
 * become one `***`.
 */
export const createMasker = (secrets: readonly string[]): Masker => {
  const patterns = collectPatterns(secrets);
  const automaton = patterns.length > 0 ? buildAutomaton(patterns) : null;
  const maskText = (text: string): string => (automaton ? maskWhole(automaton, text) : text);
  return {
    openStream: () => createMaskStream(automaton),
    maskText,
    maskDeep: <Value>(value: Value): Value => (automaton ? (maskValue(value, maskText) as Value) : value),
  };
};

const maskWhole = (automaton: Automaton, text: string): string => {
  const bytes = Buffer.from(text);
  const stream = createMaskStream(automaton);
  const masked = Buffer.concat([stream.push(bytes), stream.end()]);
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
