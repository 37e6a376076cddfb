/** What of the list of tests stands in its address. */
const STATES = ['flaky', 'quarantined', 'failing', 'passing'] as const;
const ORDERS = ['name', 'flaky-rate', 'slowest', 'newest-failure'] as const;

export type TestFilters = {
  search?: string;
  state?: (typeof STATES)[number];
  owner?: string;
  order?: (typeof ORDERS)[number];
  definitionId?: string;
};

export function parseTestFilters(search: Record<string, unknown>): TestFilters {
  const text = (key: string) =>
    typeof search[key] === 'string' && search[key] !== '' ? { [key]: search[key] } : {};
  const state = STATES.find((word) => word === search.state);
  const order = ORDERS.find((word) => word === search.order);
  return {
    ...text('search'),
    ...text('owner'),
    ...text('definitionId'),
    ...(state ? { state } : {}),
    ...(order ? { order } : {}),
  };
}
