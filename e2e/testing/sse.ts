/** Reads a stream of server-sent events as a client of another make would: message by message, and stops when told. */
export type Message = { id: number; event: string; data: unknown };

const fieldOf = (block: string, name: string): string =>
  block
    .split('\n')
    .filter((line) => line.startsWith(`${name}:`))
    .map((line) => line.slice(name.length + 1).replace(/^ /, ''))
    .join('\n');

const messageOf = (block: string): Message[] => {
  const data = fieldOf(block, 'data');
  if (data === '') return []; // a comment, or how long to wait before coming again
  return [{ id: Number(fieldOf(block, 'id')), event: fieldOf(block, 'event'), data: JSON.parse(data) }];
};

/**
 * Until the server ends the stream, the connection breaks, or `enough` says so. `end` tells which it was: only
 * the server's own end is one.
 */
export async function readEvents(
  url: URL,
  token: string,
  lastEventId: number | null,
  enough: (seen: readonly Message[]) => boolean,
): Promise<{ messages: Message[]; end: 'server' | 'client' | 'broken' }> {
  const leaving = new AbortController();
  const answer = await fetch(url, {
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'text/event-stream',
      ...(lastEventId === null ? {} : { 'last-event-id': String(lastEventId) }),
    },
    signal: leaving.signal,
  });
  // Left at the very last message: there is no more to come.
  if (answer.status === 204) return { messages: [], end: 'server' };
  if (answer.status !== 200 || !answer.body)
    throw new Error(`The stream was answered with ${answer.status}.`);
  const messages: Message[] = [];
  let text = '';
  try {
    for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
      const blocks = (text + chunk).split('\n\n');
      text = blocks.pop() ?? '';
      for (const message of blocks.flatMap(messageOf)) {
        messages.push(message);
        if (!enough(messages)) continue;
        leaving.abort();
        return { messages, end: 'client' };
      }
    }
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause; // fetch's way of saying that the connection was lost
    return { messages, end: 'broken' };
  }
  return { messages, end: 'server' };
}
