/** Listens to one execution from a given event on, through lost connections and restarts of the server. */
import { ConnectionLost, createGauntletClient, followStream, GauntletProblem } from '@gauntlet/client';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { cannotRun, type Refused } from '../refused.ts';
import { refusedBy } from './api-client.ts';
import { type Connection, isThisHost } from './connection.ts';
import { type ReceivedEvent, receivedEvent } from './received-event.ts';

export type FollowOrder = {
  connection: Connection;
  executionId: string;
  /** The last event already known; 0 for all. */
  after: number;
  onEvent: (event: ReceivedEvent) => 'go-on' | 'stop';
  onContact: (state: 'connected' | 'lost', why: string) => void;
  signal: AbortSignal;
  /** Without a word from the server for this long, the following is given up. */
  giveUpMs?: number;
  /** Silence on an open connection after which a new one is made. */
  silenceMs?: number;
};

const givenUp = (executionId: string, lost: ConnectionLost): Refused =>
  cannotRun(
    'connection-lost',
    `${lost.message} The execution may still be running.`,
    `Once the server is back: \`gauntlet show --follow ${executionId}\`.`,
  );

/** The address is asked for each time: a server that comes back may have another. */
async function openEvents({ connection, executionId: id }: FollowOrder, after: number, signal: AbortSignal) {
  const { response } = await createGauntletClient(connection.address).GET('/api/v1/executions/{id}/events', {
    params: { path: { id } },
    headers: { accept: 'text/event-stream', ...(after > 0 ? { 'last-event-id': String(after) } : {}) },
    parseAs: 'stream',
    signal,
  });
  return response;
}

const MOST_REFUSALS = 6;

/**
 * A server of this host has another token after each start, and takes connections a moment before it says so: then it is
 * asked again. With the token that it names it is refused for good.
 */
function createOpener(order: FollowOrder) {
  const { connection } = order;
  let refusals = 0;
  return async (after: number, signal: AbortSignal): Promise<Response> => {
    try {
      const response = await openEvents(order, after, signal);
      refusals = 0;
      return response;
    } catch (error) {
      const isRefused = error instanceof GauntletProblem && error.status === 401 && isThisHost(connection);
      if (isRefused) refusals += 1;
      if (!isRefused || refusals >= MOST_REFUSALS) throw error;
      throw new Error('it has started again', { cause: error });
    }
  };
}

/** Ends when `onEvent` says stop or the signal is aborted; refuses when the server will not or cannot answer. */
export async function followEvents(order: FollowOrder): Promise<Result<{ last: number }, Refused>> {
  const parsers = await import('@gauntlet/contract');
  const stream = followStream({
    ...order,
    open: createOpener(order),
    beforeRetry: order.connection.renew,
  });
  let last = order.after;
  try {
    for await (const message of stream) {
      last = message.number;
      const received = receivedEvent(message.data, parsers);
      if (received !== null && order.onEvent(received) === 'stop') break;
    }
    return ok({ last });
  } catch (error) {
    if (error instanceof ConnectionLost) return refuse(givenUp(order.executionId, error));
    return refuse(refusedBy(error, order.connection.address.baseUrl));
  }
}
