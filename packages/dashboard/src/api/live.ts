/**
 * What happens in a workspace, as it happens: one event stream for all tabs of this browser, since a browser
 * opens few connections to one server. The tab that holds the lock reads the stream and passes each event on;
 * when it is closed, another takes over from the last event that it saw.
 *
 * Owns: the stream, the lock and the channel of one workspace. It does not know what events mean.
 */
import type { RecordedEvent } from '@gauntlet/client';
import { clientOf } from './client.ts';

export type Contact = 'connecting' | 'live' | 'lost';
type Passed =
  | { kind: 'event'; number: number; recorded: RecordedEvent }
  | { kind: 'contact'; contact: Contact }
  | { kind: 'asking' };

export type LiveListener = {
  onEvent: (recorded: RecordedEvent) => void;
  onContact: (contact: Contact) => void;
};

/** @returns what ends the listening. */
export function listenLive(project: string | undefined, listener: LiveListener): () => void {
  const ending = new AbortController();
  const channel = new BroadcastChannel(`gauntlet.live.${project ?? 'home'}`);
  let last = 0;
  let contact: Contact = 'connecting';
  const hear = (passed: Passed): void => {
    if (passed.kind === 'asking') return;
    if (passed.kind === 'contact') {
      contact = passed.contact;
      listener.onContact(contact);
      return;
    }
    if (passed.number <= last) return;
    last = passed.number;
    listener.onEvent(passed.recorded);
  };
  channel.onmessage = ({ data }: MessageEvent<Passed>) => hear(data);
  const pass = (passed: Passed): void => {
    channel.postMessage(passed);
    hear(passed);
  };
  const lead = () => {
    // A tab that opens later asks how things stand.
    channel.onmessage = ({ data }: MessageEvent<Passed>) => {
      if (data.kind === 'asking') channel.postMessage({ kind: 'contact', contact } satisfies Passed);
    };
    return readStream(project, () => last, pass, ending.signal);
  };
  channel.postMessage({ kind: 'asking' } satisfies Passed);
  void whenAlone(`gauntlet.live.${project ?? 'home'}`, ending.signal, lead);
  return () => {
    ending.abort();
    channel.close();
  };
}

/** Only pages that came by a safe way have locks; elsewhere each tab reads for itself. */
async function whenAlone(name: string, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  if (!('locks' in navigator)) return work();
  try {
    await navigator.locks.request(name, { signal }, work);
  } catch (cause) {
    if (!signal.aborted) throw cause;
  }
}

const AGAIN_MS = 5_000;

async function readStream(
  project: string | undefined,
  last: () => number,
  pass: (passed: Passed) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const onContact = (state: 'connected' | 'lost') =>
        pass({ kind: 'contact', contact: state === 'connected' ? 'live' : 'lost' });
      const events = clientOf(project).teamEvents({ after: last(), signal, onContact });
      for await (const { number, recorded } of events) pass({ kind: 'event', number, recorded });
    } catch {
      // Refused or given up: the page says so, and it is tried again for as long as the page is open.
      if (signal.aborted) return;
      pass({ kind: 'contact', contact: 'lost' });
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}
