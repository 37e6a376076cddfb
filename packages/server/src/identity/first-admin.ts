import type { TeamId, UserId } from '@gauntlet/contract';
import type { Ids } from '../kernel/ids.ts';
import type { InTransaction } from '../kernel/tx.ts';
import type { People } from './ports.ts';

/** The first start makes an admin with a team; a later one finds them. */
export function ensureFirstAdmin(deps: { inTransaction: InTransaction; ids: Ids; people: People }) {
  const names = {
    userId: deps.ids.next<UserId>(),
    username: 'admin',
    teamId: deps.ids.next<TeamId>(),
    teamName: 'default',
  };
  return deps.inTransaction((tx) => deps.people.ensureFirstAdmin(tx, names));
}
