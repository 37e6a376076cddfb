/** Signs of life to the server, and the agent's own end when the server gives none. */
import type { ServerClient } from '../server-client/server-client.ts';
import type { RunControl } from './run-control.ts';

export type Contact = { end: () => void };

export type ContactOptions = {
  client: Pick<ServerClient, 'heartbeat' | 'unreachableMs'>;
  control: RunControl;
  heartbeatSeconds: number;
  orphanSeconds: number;
};

const MOST_LOOKS_MS = 1000;

export const keepContact = (options: ContactOptions): Contact => {
  const heartbeats = sendHeartbeats(options);
  const watch = watchForOrphanhood(options.client, options.control, options.orphanSeconds);
  return {
    end: () => {
      heartbeats.end();
      watch.end();
    },
  };
};

/** The next is due so long after the last was answered: an unreachable server gets no queue of them. */
const sendHeartbeats = ({ client, control, heartbeatSeconds }: ContactOptions): Contact => {
  let state: 'going' | 'ended' = 'going';
  const beat = async (): Promise<void> => {
    const answered = await client.heartbeat();
    if (answered.ok && answered.value.order === 'stop') control.askStop('ordered');
    if (state === 'going' && !control.end.aborted) timer = scheduleBeat();
  };
  const scheduleBeat = () => setTimeout(() => void beat(), heartbeatSeconds * 1000);
  let timer = scheduleBeat();
  const end = (): void => {
    state = 'ended';
    clearTimeout(timer);
  };
  control.end.addEventListener('abort', end, { once: true });
  return { end };
};

/** An agent that no server knows of any more would run for nobody, perhaps beside its own successor. */
export const watchForOrphanhood = (
  client: Pick<ServerClient, 'unreachableMs'>,
  control: RunControl,
  orphanSeconds: number,
): Contact => {
  const look = () => {
    if (client.unreachableMs() >= orphanSeconds * 1000) control.askEnd('orphaned');
  };
  const timer = setInterval(look, Math.min(MOST_LOOKS_MS, (orphanSeconds * 1000) / 4));
  timer.unref();
  return { end: () => clearInterval(timer) };
};
