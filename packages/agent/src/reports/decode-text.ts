/** Turns the bytes of an XML document into text by the encoding it declares. */
import type { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { ReportRefusal } from './report-refusal.ts';

/** Far more than any declaration needs. */
const HEAD_BYTES = 1024;

const BYTE_ORDER_MARKS: readonly [readonly number[], string][] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

/** The encoding by byte order mark, by the shape of `<?`, or by the XML declaration; else UTF-8. */
function declaredEncoding(head: Uint8Array): string {
  const marked = BYTE_ORDER_MARKS.find(([mark]) => mark.every((byte, index) => head[index] === byte));
  if (marked) return marked[1];
  if (head[0] === 0x3c && head[1] === 0) return 'utf-16le';
  if (head[0] === 0 && head[1] === 0x3c) return 'utf-16be';
  const declaration = /^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(
    Buffer.from(head).toString('latin1'),
  );
  const declared = declaration?.[1]?.toLowerCase() ?? 'utf-8';
  // Readable as single bytes and yet declared as UTF-16: some writers name what they hold in memory.
  return declared.startsWith('utf-16') ? 'utf-8' : declared;
}

function createDecoder(head: Uint8Array): TextDecoder {
  const encoding = declaredEncoding(head);
  try {
    return new TextDecoder(encoding);
  } catch (cause) {
    throw new ReportRefusal(`it declares the encoding "${encoding}", which is not known`, { cause });
  }
}

/** Yields the document's text. Bytes that are wrong in its encoding become U+FFFD. */
export async function* decodeXml(source: Readable): AsyncGenerator<string> {
  let head: Buffer = Buffer.alloc(0);
  let decoder: TextDecoder | undefined;
  for await (const piece of source) {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : (piece as Buffer);
    if (decoder) {
      yield decoder.decode(bytes, { stream: true });
      continue;
    }
    head = Buffer.concat([head, bytes]);
    if (head.length < HEAD_BYTES) continue;
    decoder = createDecoder(head);
    yield decoder.decode(head, { stream: true });
  }
  yield decoder ? decoder.decode() : createDecoder(head).decode(head);
}
