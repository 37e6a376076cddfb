/**
 * Server-sent events over any byte stream, by the HTML standard, section "Interpreting an event stream":
 * CR, LF and CRLF line ends (also split between chunks), comments, several data lines, byte order mark.
 */
export type SseMessage = { id: string; event: string; data: string };

const MOST_BUFFERED = 8 * 1024 * 1024;

type Pending = { event: string; data: string[] };

function takeField(line: string): { field: string; value: string } {
  const colon = line.indexOf(':');
  if (colon === -1) return { field: line, value: '' };
  const value = line.slice(colon + 1);
  return { field: line.slice(0, colon), value: value.startsWith(' ') ? value.slice(1) : value };
}

/** Splits off the whole lines. A CR at the very end waits: its LF may be in the next chunk. */
function splitLines(buffer: string): { lines: string[]; rest: string } {
  const lines: string[] = [];
  let start = 0;
  for (const found of buffer.matchAll(/\r\n|\n|\r(?=[\s\S])/g)) {
    lines.push(buffer.slice(start, found.index));
    start = found.index + found[0].length;
  }
  return { lines, rest: buffer.slice(start) };
}

/**
 * Yields each message as it is complete; a message cut off at the end of the stream is dropped, as the
 * standard says. Throws when the stream does, and on more than 8 MB without a line end.
 */
export async function* readSseMessages(
  chunks: AsyncIterable<Uint8Array>,
  onBytes: () => void = () => undefined,
): AsyncGenerator<SseMessage> {
  const decoder = new TextDecoder();
  let buffer = '';
  let lastId = '';
  let pending: Pending = { event: '', data: [] };
  for await (const chunk of chunks) {
    onBytes();
    const { lines, rest } = splitLines(buffer + decoder.decode(chunk, { stream: true }));
    if (rest.length > MOST_BUFFERED) throw new Error('A line of the event stream is longer than 8 MB.');
    buffer = rest;
    for (const line of lines) {
      if (line === '') {
        if (pending.data.length > 0) {
          yield { id: lastId, event: pending.event || 'message', data: pending.data.join('\n') };
        }
        pending = { event: '', data: [] };
        continue;
      }
      const { field, value } = takeField(line);
      if (field === 'data') pending.data.push(value);
      else if (field === 'event') pending.event = value;
      else if (field === 'id' && !value.includes('\0')) lastId = value;
    }
  }
}
