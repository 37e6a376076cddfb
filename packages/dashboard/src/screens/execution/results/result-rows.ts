/** The list as it is drawn: files with their results below, the failures first. */
import type { ResultSummary, Unit } from '../queries.ts';

type Section = 'failures' | 'rest';
export type FileRow = {
  kind: 'file';
  key: string;
  file: string | null;
  section: Section;
  open: boolean;
  results: number;
  /** Whether more of this file may come with the next page. */
  more: boolean;
};
export type Row =
  | FileRow
  | { kind: 'result'; key: string; result: ResultSummary }
  | { kind: 'unit'; key: string; unit: Unit };

type Options = { closed: ReadonlySet<string>; hasMore: boolean; units: readonly Unit[] };

const isFailure = ({ status }: ResultSummary) => status === 'failed' || status === 'error';

/** @param results as the server lists them by file: failures first, each file in one piece */
export function arrangeRows(results: readonly ResultSummary[], { closed, hasMore, units }: Options): Row[] {
  const rows: Row[] = units.map((unit) => ({ kind: 'unit', key: unit.unitId, unit }));
  let current: FileRow | undefined;
  for (const result of results) {
    const section = isFailure(result) ? 'failures' : 'rest';
    if (current?.section !== section || current.file !== result.file) {
      const key = `${section} ${result.file ?? ''}`;
      current = {
        kind: 'file',
        key,
        file: result.file,
        section,
        open: !closed.has(key),
        results: 0,
        more: false,
      };
      rows.push(current);
    }
    current.results += 1;
    if (current.open) rows.push({ kind: 'result', key: result.resultId, result });
  }
  if (current) current.more = hasMore;
  return rows;
}

export const filesOf = (rows: readonly Row[]): FileRow[] => rows.filter((row) => row.kind === 'file');

/** The result before or after the given one; of what is listed, whether its file is open or not. */
export function neighbour(
  results: readonly ResultSummary[],
  resultId: string | undefined,
  by: 1 | -1,
): ResultSummary | undefined {
  const at = results.findIndex((result) => result.resultId === resultId);
  return at === -1 ? results[0] : results[at + by];
}

/** Whether its results do not tell why it ended as it did. */
export const isBroken = ({ reason, counts }: Unit): boolean =>
  reason !== 'tests-failed' || counts === null || counts.total === 0;

/** A unit says why it ended when its results cannot. */
export const matchesUnit = (unit: Unit, statuses: readonly string[], text: string): boolean =>
  (statuses.length === 0 || statuses.includes('error')) &&
  (text === '' || `${unit.title} ${unit.file ?? ''}`.toLowerCase().includes(text.toLowerCase()));

/** `['src/cart/', 'total.test.ts']`: the file's own name is what one looks for. */
export function splitPath(path: string): [folder: string, name: string] {
  const cut = path.lastIndexOf('/') + 1;
  return [path.slice(0, cut), path.slice(cut)];
}
