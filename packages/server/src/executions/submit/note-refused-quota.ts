/** A refusal leaves no execution; that there was one is noted in the stream of the team's quotas. */
import type { Refusal } from '@gauntlet/contract';
import type { EventStore } from '../../event-store/index.ts';
import type { Workspace } from '../../identity/index.ts';
import type { InTransaction } from '../../kernel/tx.ts';

export async function noteRefusedQuota(
  deps: { inTransaction: InTransaction; events: Pick<EventStore, 'append'> },
  { teamId, projectId }: Workspace,
  { quota, message }: Refusal,
): Promise<void> {
  if (!quota) return;
  const { resource, limit, used } = quota;
  const percent = limit === 0 ? 100 : Math.min(100, Math.floor((used / limit) * 100));
  const data = { what: 'refused', resource, percent, text: message, projectId };
  const stream = { aggregateType: 'quota', aggregateId: teamId };
  await deps.inTransaction((tx) => deps.events.append(tx, stream, [{ type: 'quota-refused', data }]));
}
