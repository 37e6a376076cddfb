/**
 * Tells of verdicts: a subscriber of the event store, in the log so far. Owns nothing; its checkpoint is the
 * event store's. Invariant: each verdict is told once, by one of all servers.
 */
import type { ExecutionEvent, ExecutionId } from '@gauntlet/contract';
import type { StoredEvent } from '../event-store/index.ts';
import type { Log } from '../kernel/log.ts';
import { renderVerdict } from './render-verdict.ts';

export type NotifyDeps = { log: Log };

export function notify(deps: NotifyDeps, events: readonly StoredEvent[]): void {
  for (const event of events) {
    const fact = { type: event.type, data: event.data } as ExecutionEvent;
    if (!event.streamId.startsWith(STREAM) || fact.type !== 'verdict-given') continue;
    const executionId = event.streamId.slice(STREAM.length) as ExecutionId;
    const { verdict, reason, counts, quarantined } = fact.data;
    const fields = { executionId, verdict, reason }; // not its name: that is anybody's text
    deps.log.info(fields, renderVerdict(verdict, counts, quarantined));
  }
}

const STREAM = 'execution-';
