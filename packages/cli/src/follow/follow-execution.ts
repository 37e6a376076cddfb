/**
 * Follows one execution to its end and says what it came to.
 * Owns: the progress built from the events, and the one order to cancel that an interrupt gives.
 */
import { ExecutionView, FrameworkList } from '@gauntlet/contract';
import { ok, type Result } from '@gauntlet/core/kernel';
import { askApi } from '../connection/api-client.ts';
import type { Connection } from '../connection/connection.ts';
import { followEvents } from '../connection/follow-events.ts';
import type { ReceivedEvent } from '../connection/received-event.ts';
import type { Refused } from '../refused.ts';
import type { UnitWord } from './counts-text.ts';
import { applyEvent, isOver, startOfProgress } from './progress.ts';
import { absoluteUrl, reportLink } from './report-link.ts';
import type { SummaryLinks } from './summary-lines.ts';
import type { FollowView } from './view.ts';

export type FollowRequest = {
  connection: Connection;
  executionId: string;
  view: FollowView;
  /** Aborted by the first interrupt: the execution is then cancelled and its end waited for. */
  interrupted: AbortSignal;
  /** `leave`: an interrupt ends the following and not the execution. */
  onInterrupt: 'cancel' | 'leave';
};
export type Followed = { view: ExecutionView; links: SummaryLinks };

/** The report is written right after the verdict; one that takes longer is not waited for. */
const REPORT_WAIT_MS = 60_000;

export const fetchExecution = (connection: Connection, id: string) =>
  askApi(
    connection.address,
    (api) => api.GET('/api/v1/executions/{id}', { params: { path: { id } } }),
    ExecutionView,
  );

/** May be repeated: who asks twice has it cancelled once. */
export const cancelExecution = (connection: Connection, id: string) =>
  askApi(
    connection.address,
    (api) => api.POST('/api/v1/executions/{id}/cancel', { params: { path: { id } } }),
    ExecutionView,
    { repeatable: true },
  );

async function cancel({ connection, executionId, view }: FollowRequest): Promise<void> {
  view.note('Cancelling the execution and waiting for its end. Ctrl-C again leaves at once.');
  const cancelled = await cancelExecution(connection, executionId);
  if (!cancelled.ok && cancelled.error.code !== 'already-ended') {
    view.note(`It could not be cancelled: ${cancelled.error.message}`);
  }
}

export const fetchFrameworks = (connection: Connection) =>
  askApi(connection.address, (api) => api.GET('/api/v1/frameworks'), FrameworkList);

/** What each framework's units are called; asked for once, and not waited for. */
function unitWords(connection: Connection) {
  const words = new Map<string, UnitWord>();
  void fetchFrameworks(connection).then((list) => {
    if (!list.ok) return;
    for (const { name, configuration } of list.value.items) words.set(name, configuration.unitKind);
  });
  return words;
}

/** Aborts once nothing more is to be waited for although the events did not say so. */
function createStop(request: FollowRequest) {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  return {
    signal: controller.signal,
    now: () => controller.abort(),
    whenReportIsLate: () => {
      timer ??= setTimeout(() => controller.abort(), REPORT_WAIT_MS);
    },
    /** A server that closes the stream after the last event, or that lost the end of it. */
    ifOverAt: async (lastNumber: number) => {
      const seen = await fetchExecution(request.connection, request.executionId);
      if (seen.ok && seen.value.status === 'archived' && seen.value.lastEvent <= lastNumber)
        controller.abort();
    },
    clear: () => clearTimeout(timer),
  };
}

async function followToEnd(request: FollowRequest): Promise<Result<{ last: number }, Refused>> {
  const words = unitWords(request.connection);
  const stop = createStop(request);
  let progress = startOfProgress();
  const onEvent = (received: ReceivedEvent) => {
    const at = Date.parse(received.at) || Date.now();
    progress = applyEvent(progress, { event: received.event, number: received.number, at });
    if (received.event?.type === 'plan-made') {
      request.view.units(words.get(received.event.data.framework) ?? 'unit');
    }
    request.view.event(received, progress);
    if (progress.verdict !== null) stop.whenReportIsLate();
    return isOver(progress) ? 'stop' : 'go-on';
  };
  const onInterrupt = () => void (request.onInterrupt === 'cancel' ? cancel(request) : stop.now());
  if (request.interrupted.aborted) onInterrupt();
  else request.interrupted.addEventListener('abort', onInterrupt, { once: true });
  try {
    return await followEvents({
      connection: request.connection,
      executionId: request.executionId,
      after: 0,
      onEvent,
      onContact: (state, why) => {
        request.view.contact(state, why);
        if (state === 'lost') void stop.ifOverAt(progress.lastNumber);
      },
      signal: stop.signal,
    });
  } finally {
    stop.clear();
    request.interrupted.removeEventListener('abort', onInterrupt);
  }
}

export async function linksOf(connection: Connection, view: ExecutionView): Promise<SummaryLinks> {
  return { report: await reportLink(connection, view), page: absoluteUrl(connection, view.links.page) };
}

/** Ends with the execution as the server has it then; the verdict is null when an interrupt left it running. */
export async function followExecution(request: FollowRequest): Promise<Result<Followed, Refused>> {
  const followed = await followToEnd(request);
  if (!followed.ok) return followed;
  const execution = await fetchExecution(request.connection, request.executionId);
  if (!execution.ok) return execution;
  return ok({ view: execution.value, links: await linksOf(request.connection, execution.value) });
}
