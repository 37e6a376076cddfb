import type { AgentEvent, FailureReason, ReportsRequest } from '@gauntlet/contract';
import type { ServerClient } from '../server-client/server-client.ts';
import { NO_COUNTS } from '../spool/counts.ts';

/** Why nothing can be prepared; null when only this group cannot go on, and another may. */
export type Goodbye = { reason: FailureReason; message: string } | null;

/** Tells the server that this group cannot even begin, where there is no spool to tell it through. */
export const sayGoodbye = async (
  client: Pick<ServerClient, 'report'>,
  nextSequence: number,
  goodbye: Goodbye,
): Promise<void> => {
  const manifest = { units: 0, counts: NO_COUNTS, artifacts: 0, reason: 'failed' } as const;
  const failure: AgentEvent[] = goodbye ? [{ type: 'preparation-failed', ...goodbye }] : [];
  const events: AgentEvent[] = [...failure, { type: 'finish', manifest }];
  const send = (sequence: number) => {
    const request: ReportsRequest = { sequence, events };
    return client.report(Buffer.from(JSON.stringify(request)));
  };
  const answered = await send(nextSequence);
  if (answered.ok && !answered.value.accepted) await send(answered.value.nextSequence);
};
