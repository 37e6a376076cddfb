/** What of the integrations stands in the address. */
type IntegrationsSearch = {
  tab?: 'rules' | 'deliveries';
  /** What is open above the list: `new`, or the id of a channel or rule. */
  open?: string;
  /** Of a rule that is open: its form is shown by default. */
  show?: 'preview';
  /** Which deliveries. */
  status?: DeliveryStatus;
  channel?: string;
};

export const DELIVERY_STATUSES = ['pending', 'delivered', 'failed', 'dead'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

const oneOf = <Word extends string>(value: unknown, words: readonly Word[]): Word | undefined =>
  words.find((word) => word === value);
const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

export function parseIntegrationsSearch(search: Record<string, unknown>): IntegrationsSearch {
  const found = {
    tab: oneOf(search.tab, ['rules', 'deliveries']),
    open: text(search.open),
    show: oneOf(search.show, ['preview']),
    status: oneOf(search.status, DELIVERY_STATUSES),
    channel: text(search.channel),
  };
  return Object.fromEntries(
    Object.entries(found).filter(([, value]) => value !== undefined),
  ) as IntegrationsSearch;
}
