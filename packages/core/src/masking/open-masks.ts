import { buildAutomaton } from './automaton.ts';
import { type Automatons, createMaskStream, type MaskStream } from './mask-stream.ts';
import { collectPatterns } from './patterns.ts';

export type Masks = {
  /** Nothing is to be masked: there is no secret, or only empty ones. */
  none: boolean;
  /** For one stream of bytes; each stream needs its own. */
  openStream: () => MaskStream;
};

/**
 * Replaces every secret by `***`, also in base64, URL-encoded, JSON- and XML-escaped, and a secret of several lines
 * line by line (lines of 8 characters and more); base64 also where it is broken into lines. Where occurrences overlap
 * or touch they become one `***`.
 */
export const createMasks = (secrets: readonly string[]): Masks => {
  const { plain, breakable } = collectPatterns(secrets);
  const automatons: Automatons = { plain: build(plain), breakable: build(breakable) };
  return { none: plain.length === 0, openStream: () => createMaskStream(automatons) };
};

const build = (patterns: readonly Uint8Array[]) => (patterns.length > 0 ? buildAutomaton(patterns) : null);
