/** Which lines hold what is searched for, kept while lines come and go. */
import { stripAnsi } from '../../../kit/ansi.ts';
import type { LogLine } from './log-lines.ts';

/** Numbers of lines, in order. */
export type LogSearch = { update: (lines: readonly LogLine[]) => readonly number[] };

/** The last lines may still grow, one for each source. */
const LOOKED_AT_AGAIN = 200;

export function createLogSearch(text: string): LogSearch {
  const wanted = text.toLowerCase();
  let found: number[] = [];
  let scannedTo = 0;
  return {
    update: (lines) => {
      const first = lines[0]?.number ?? 0;
      const from = Math.max(first, scannedTo - LOOKED_AT_AGAIN);
      const kept = found.filter((number) => number >= first && number < from);
      const fresh = lines.slice(from - first).filter((line) => holds(line, wanted));
      found = [...kept, ...fresh.map(({ number }) => number)];
      scannedTo = (lines.at(-1)?.number ?? -1) + 1;
      return found;
    },
  };
}

const holds = ({ text }: LogLine, wanted: string) =>
  wanted !== '' && stripAnsi(text).toLowerCase().includes(wanted);

/** The one after `from` or before it, in a circle. */
export function nextOf(found: readonly number[], from: number, by: 1 | -1): number | undefined {
  if (by === 1) return found.find((number) => number > from) ?? found[0];
  return found.findLast((number) => number < from) ?? found.at(-1);
}

/** How the frameworks and languages that we know begin what went wrong. */
const FAILURE =
  /(^|\s)[✗✖×✕❌⨯]\s|^\s*(not ok\b|FAIL(ED)?\b|--- FAIL|E {3}|\d+\) )|\b(Assertion|Type|Reference|Syntax|Range|Value|Key|Name|Import)?Error\b:|\b\w+Exception\b:|^panic:|Traceback \(most recent/;

export const tellsOfFailure = ({ text }: Pick<LogLine, 'text'>): boolean => FAILURE.test(stripAnsi(text));

/** The next line after `from` that tells of a failure, in a circle. */
export function findFailure(lines: readonly LogLine[], from: number): number | undefined {
  const first = lines[0]?.number ?? 0;
  const after = lines.slice(Math.max(0, from + 1 - first)).find(tellsOfFailure);
  return (after ?? lines.find(tellsOfFailure))?.number;
}

/** Of the lines that were found the first that tells of a failure, or the first of all. */
export function bestOf(lines: readonly LogLine[], found: readonly number[]): number | undefined {
  const first = lines[0]?.number ?? 0;
  const isFailure = (number: number) => {
    const line = lines[number - first];
    return line !== undefined && tellsOfFailure(line);
  };
  return found.find(isFailure) ?? found[0];
}
