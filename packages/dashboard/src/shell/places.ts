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
  { to: '/tests', label: 'Tests', group: 'Tests', key: 'y' },
  { to: '/definitions', label: 'Definitions', group: 'Tests', key: 'd' },
  { to: '/failures', label: 'Failures', group: 'Tests', key: 'f' },
  { to: '/schedules', label: 'Schedules', group: 'Tests', key: 'c' },
  { to: '/people', label: 'People', group: 'Team', key: 'p' },
  { to: '/projects', label: 'Projects', group: 'Team', key: 'j' },
  { to: '/secrets', label: 'Secrets', group: 'Team', key: 's' },
  { to: '/quotas', label: 'Quotas', group: 'Team', key: 'u' },
  { to: '/audit', label: 'Audit trail', group: 'Team', key: 'a', scope: 'audit' },
  { to: '/environments', label: 'Environments', group: 'Operations', key: 'm', scope: 'submit' },
  { to: '/integrations', label: 'Integrations', group: 'Operations', key: 'n' },
  { to: '/system', label: 'System health', group: 'Operations', key: 'h' },
  { to: '/inbox', label: 'Inbox', group: 'You', key: 'i', scope: 'account' },
  { to: '/tokens', label: 'Tokens', group: 'You', key: 't', scope: 'account' },
  { to: '/settings', label: 'Settings', group: 'You', key: ',' },
];
