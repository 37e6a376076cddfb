/** Where one can go: the navigation, the command palette and the keys that lead there. */
export type Place = {
  to: string;
  label: string;
  group: 'Tests' | 'Operations' | 'Team' | 'You';
  /** After `g`. */
  key?: string;
  /** Not offered to those who could not use it. */
  scope?: string;
};

export const PLACES: readonly Place[] = [
  { to: '/', label: 'Overview', group: 'Tests', key: 'o' },
  { to: '/executions', label: 'Executions', group: 'Tests', key: 'e' },
  { to: '/definitions', label: 'Definitions', group: 'Tests', key: 'd' },
];
