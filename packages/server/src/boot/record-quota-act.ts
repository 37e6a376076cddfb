/** Who changed a quota: an event in the audit stream of the acting admin's team. */
import type { EventStore } from '../event-store/index.ts';
import type { RecordQuotaAct } from '../identity/index.ts';

export const createRecordQuotaAct =
  (events: EventStore): RecordQuotaAct =>
  async (tx, { teamId, userId, username, tokenId }, act) => {
    const stream = { aggregateType: 'audit', aggregateId: teamId };
    const data = { ...act, by: { userId, username, tokenId } };
    await events.append(tx, stream, [{ type: 'acted', data, createdBy: username }]);
  };
