/** What of the screen stands in the address: the tab, the filters and what is open. */
export const TABS = ['results', 'timeline', 'logs', 'artifacts', 'events'] as const;
export type Tab = (typeof TABS)[number];

/** `flaky`: of the passed those that passed only on a retry. */
const RESULT_STATUSES = ['failed', 'error', 'flaky', 'passed', 'skipped'] as const;
export type ResultStatus = (typeof RESULT_STATUSES)[number];

export type ExecutionSearch = {
  tab?: Tab;
  /** Statuses by commas. */
  status?: string;
  q?: string;
  /** The open result. */
  result?: string;
  /** The open artifact. */
  artifact?: string;
  /** The log of one group, and of one stream. */
  group?: number;
  stream?: 'setup' | 'output';
  /** What is searched for in the log. */
  find?: string;
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const textOf = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 255) : '';
const oneOf = <Value extends string>(values: readonly Value[], value: unknown) =>
  values.find((each) => each === value);

/** Leaves out what means nothing. */
export function parseExecutionSearch(search: Record<string, unknown>): ExecutionSearch {
  const tab = oneOf(TABS, search.tab);
  const status = textOf(search.status)
    .split(',')
    .filter((each) => oneOf(RESULT_STATUSES, each))
    .join(',');
  const [q, find] = [textOf(search.q), textOf(search.find)];
  const [result, artifact] = [textOf(search.result), textOf(search.artifact)];
  const group = Number(textOf(search.group) || Number.NaN);
  const stream = oneOf(['setup', 'output'] as const, search.stream);
  return {
    ...(tab && tab !== 'results' ? { tab } : {}),
    ...(status ? { status } : {}),
    ...(q ? { q } : {}),
    ...(UUID.test(result) ? { result } : {}),
    ...(UUID.test(artifact) ? { artifact } : {}),
    ...(Number.isInteger(group) && group >= 0 ? { group } : {}),
    ...(stream ? { stream } : {}),
    ...(find ? { find } : {}),
  };
}

export const statusesOf = ({ status }: ExecutionSearch): readonly ResultStatus[] =>
  (status?.split(',') ?? []) as ResultStatus[];

/** With these chosen when they were not, and without them when they were. */
export function toggleStatuses(
  search: ExecutionSearch,
  statuses: readonly ResultStatus[],
): string | undefined {
  const chosen = statusesOf(search);
  const isOn = statuses.every((each) => chosen.includes(each));
  const wanted = (each: ResultStatus) => (statuses.includes(each) ? !isOn : chosen.includes(each));
  return RESULT_STATUSES.filter(wanted).join(',') || undefined;
}
