/**
 * A result as one line of the report's list, in little space: names of files and suites are numbers
 * that point into tables, which are written once.
 */
import { utf8Length } from './byte-budget.ts';
import { jsonForScript } from './html.ts';
import type { UnitIndex } from './index-source.ts';
import { shorten } from './plain-text.ts';
import type { ResultForReport } from './report-source.ts';

/** [name, suite, file, status, milliseconds, flaky, line, message, id of its card]; zeros at the end left out. */
type Row = [string, number, number, number, number, number, number, string | 0, string | 0];

const STATUSES = ['passed', 'failed', 'error', 'skipped'] as const;
const NAME = 300;
const SHORT_NAME = 80;

type EncodedRow = {
  text: string;
  /** Bytes of the row and of what it adds to the tables. */
  bytes: number;
};

export type RowEncoder = {
  encode: (result: ResultForReport, card: string | undefined) => EncodedRow;
  /** The row encoded last is used: what it adds to the tables stays. */
  keep: () => void;
  tables: () => { suites: string; files: string };
};

export function createRowEncoder(units: UnitIndex, names: 'whole' | 'short'): RowEncoder {
  const limit = names === 'whole' ? NAME : SHORT_NAME;
  const [suites, files] = [openTable(limit * 2), openTable(limit)];
  const fileOf = (result: ResultForReport) =>
    result.file ?? units.byId.get(result.unitId ?? '')?.title ?? 'no file';
  return {
    encode: (result, card) => {
      const suite = suites.find(result.project === null ? result.suite : [result.project, ...result.suite]);
      const file = files.find([fileOf(result)]);
      const text = writeRow(result, suite.index, file.index, card, limit);
      return { text, bytes: utf8Length(text) + 1 + suite.bytes + file.bytes };
    },
    keep: () => {
      suites.keep();
      files.keep();
    },
    tables: () => ({ suites: suites.write(), files: files.write() }),
  };
}

function writeRow(
  result: ResultForReport,
  suite: number,
  file: number,
  card: string | undefined,
  limit: number,
) {
  const row: Row = [
    shorten(result.name, limit),
    suite,
    file,
    STATUSES.indexOf(result.status),
    Math.round(result.durationMs * 10) / 10,
    result.flaky ? 1 : 0,
    result.line ?? 0,
    result.message ? shorten(result.message, limit) : 0,
    card ?? 0,
  ];
  return jsonForScript(row.slice(0, row.findLastIndex((value) => value !== 0) + 1));
}

/** Paths of names by number. */
function openTable(limit: number) {
  const known = new Map<string, number>();
  const texts: string[] = [];
  let candidate: { key: string; text: string } | null = null;
  return {
    find: (parts: readonly string[]): { index: number; bytes: number } => {
      const key = parts.map((part) => part.slice(0, limit)).join('\u0001');
      const index = known.get(key);
      candidate = index === undefined ? { key, text: writePath(parts, limit) } : null;
      return { index: index ?? texts.length, bytes: candidate ? utf8Length(candidate.text) + 1 : 0 };
    },
    keep: () => {
      if (candidate === null) return;
      known.set(candidate.key, texts.length);
      texts.push(candidate.text);
      candidate = null;
    },
    write: () => `[${texts.join(',')}]`,
  };
}

const writePath = (parts: readonly string[], limit: number) =>
  jsonForScript(shorten(parts.map((part) => shorten(part, limit)).join(' › '), limit));
