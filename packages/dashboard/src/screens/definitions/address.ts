/** What of a definition's screen stands in its address. */
export type DefinitionSearch = {
  tab?: 'versions' | 'plan' | 'executions';
  /** Of two versions that are compared, the later one. */
  version?: number;
  /** The earlier one. */
  against?: number;
  /** Groups of the plan. */
  parallelism?: number;
  open?: 'run';
};

const TABS = ['versions', 'plan', 'executions'] as const;
const wholeFrom1 = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined;

export function parseDefinitionSearch(search: Record<string, unknown>): DefinitionSearch {
  const found = {
    tab: TABS.find((tab) => tab === search.tab),
    version: wholeFrom1(search.version),
    against: wholeFrom1(search.against),
    parallelism: wholeFrom1(search.parallelism),
    open: search.open === 'run' ? 'run' : undefined,
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}
