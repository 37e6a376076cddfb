/** Which failures are listed and in which order: it stands in the address, so that a list can be shared. */
const STATUSES = ['open', 'known-issue', 'fixed', 'ignored'] as const;
export type CauseStatus = (typeof STATUSES)[number];

const SORTS = ['newest', 'frequent'] as const;

type FailureFilters = {
  status?: CauseStatus;
  search?: string;
  /** A user name; `none`: nobody's. */
  owner?: string;
  definitionId?: string;
};
/** Left out, what was seen last comes first. */
export type FailureSearch = FailureFilters & { sort?: (typeof SORTS)[number] };

const textOf = (value: unknown, longest: number): string | undefined =>
  (typeof value === 'string' || typeof value === 'number') && value !== ''
    ? String(value).slice(0, longest)
    : undefined;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Leaves out what means nothing. */
export function parseFailureSearch(search: Record<string, unknown>): FailureSearch {
  const definitionId = textOf(search.definitionId, 36);
  const found = {
    status: STATUSES.find((status) => status === search.status),
    search: textOf(search.search, 200),
    owner: textOf(search.owner, 255),
    definitionId: definitionId !== undefined && UUID.test(definitionId) ? definitionId : undefined,
    sort: SORTS.find((sort) => sort === search.sort),
  };
  return Object.fromEntries(
    Object.entries(found).filter(([, value]) => value !== undefined),
  ) as FailureSearch;
}

export const hasFailureFilters = ({ status, search, owner, definitionId }: FailureFilters): boolean =>
  [status, search, owner, definitionId].some((value) => value !== undefined);
