/**
 * Runs an automaton over a stream and says where in it the patterns stand.
 *
 * Owns the automaton's state and, where patterns may be broken into lines, the places of the breaks that
 * lie within what may become one. More than one line end in a row is no break within a pattern.
 */
import type { Automaton } from './automaton.ts';

/** Offsets into the stream, the end exclusive. */
export type Span = { start: number; end: number };

export type Scanner = {
  /** Takes the byte before `position`; answers where the longest pattern that ends there starts, or -1. */
  step: (byte: number, position: number) => number;
  /** Where what may yet become a pattern starts; `position` when nothing does. */
  openSince: (position: number) => number;
};

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
/** CR and LF. */
const LONGEST_BREAK = 2;

export const createScanner = (automaton: Automaton, patterns: 'as-it-is' | 'over-line-breaks'): Scanner => {
  let state = 0;
  /** Positions of skipped bytes, in order; none older than what may become a pattern. */
  let breaks: number[] = [];
  let inARow = 0;

  /** `count` bytes back from `position`, breaks left out. */
  const back = (position: number, count: number): number => {
    let start = position - count;
    for (let at = breaks.length - 1; at >= 0 && (breaks[at] as number) >= start; at--) start--;
    return start;
  };
  const forget = (): void => {
    state = 0;
    breaks = [];
  };
  const skip = (position: number): number => {
    if (state === 0) return -1;
    inARow++;
    if (inARow > LONGEST_BREAK) forget();
    else breaks.push(position - 1);
    return -1;
  };

  const step = (byte: number, position: number): number => {
    if (patterns === 'over-line-breaks' && (byte === LINE_FEED || byte === CARRIAGE_RETURN))
      return skip(position);
    inARow = 0;
    state = automaton.step(state, byte);
    if (state === 0) {
      if (breaks.length > 0) breaks = [];
      return -1;
    }
    const length = automaton.matchLength(state);
    const start = length > 0 ? back(position, length) : -1;
    if (breaks.length > 0) {
      const oldest = back(position, automaton.depth(state));
      if ((breaks[0] as number) < oldest) breaks = breaks.filter((at) => at >= oldest);
    }
    return start;
  };
  const openSince = (position: number): number =>
    state === 0 ? position : back(position, automaton.depth(state));
  return { step, openSince };
};
