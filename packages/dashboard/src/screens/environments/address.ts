/** What of the environments stands in the address. */
type EnvironmentsSearch = {
  /** What is open above the page: `new-cluster`, `new-environment`, or the id of one of either. */
  open?: string;
  /** Of a new environment: the cluster it is for. */
  in?: string;
};

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

export function parseEnvironmentsSearch(search: Record<string, unknown>): EnvironmentsSearch {
  const [open, cluster] = [text(search.open), text(search.in)];
  return { ...(open === undefined ? {} : { open }), ...(cluster === undefined ? {} : { in: cluster }) };
}
