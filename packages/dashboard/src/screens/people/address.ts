/** What of the people's screen stands in its address. */
export type PeopleSearch = {
  tab?: 'users' | 'teams' | 'invitations';
  search?: string;
  /** Which accounts: those that are deactivated are left out by default. */
  state?: 'inactive' | 'all';
  status?: 'accepted' | 'revoked' | 'expired' | 'all';
  /** What is open above the list: a person, a team, or a form. */
  open?: string;
};

const oneOf = <Word extends string>(value: unknown, words: readonly Word[]): Word | undefined =>
  words.find((word) => word === value);
const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

export function parsePeopleSearch(search: Record<string, unknown>): PeopleSearch {
  const found = {
    tab: oneOf(search.tab, ['users', 'teams', 'invitations']),
    search: text(search.search),
    state: oneOf(search.state, ['inactive', 'all']),
    status: oneOf(search.status, ['accepted', 'revoked', 'expired', 'all']),
    open: text(search.open),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as PeopleSearch;
}
