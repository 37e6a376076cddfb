/**
 * In which shapes a secret may turn up in a log or a report: as it is, line by line, and in the encodings
 * that programs apply by themselves (base64, URL, JSON, XML).
 */

/** A shorter one is masked only as it is: its encodings would mask half of every log. */
const SHORTEST_ENCODED = 4;
const SHORTEST_LINE = 8;
/** `base64` breaks its lines at 76 characters, `openssl` and PEM at 64. */
const BASE64_LINE_LENGTHS = [76, 64];

export type Patterns = {
  plain: Buffer[];
  /** Base64, which may be broken into lines anywhere. */
  breakable: Buffer[];
};

/** Every byte sequence to be masked for these secrets, each once, none empty. */
export const collectPatterns = (secrets: readonly string[]): Patterns => {
  const texts = secrets.flatMap(textsOf);
  return {
    plain: distinct(texts.flatMap(({ text, encoded }) => (encoded ? [text, ...encodingsOf(text)] : [text]))),
    breakable: distinct(
      texts.flatMap(({ text, encoded }) => (encoded ? base64Shapes(Buffer.from(text)) : [])),
    ),
  };
};

const distinct = (shapes: readonly string[]): Buffer[] => {
  const patterns = new Map<string, Buffer>();
  for (const shape of shapes) {
    const bytes = Buffer.from(shape);
    if (bytes.length > 0) patterns.set(bytes.toString('latin1'), bytes);
  }
  return [...patterns.values()];
};

type Text = { text: string; encoded: boolean };

const textsOf = (secret: string): Text[] => {
  // A file's last line end is mostly lost on the way into a variable, and line ends change with the system.
  const wholes = [secret, secret.trim()].flatMap((text) => [
    text,
    text.replaceAll('\r\n', '\n'),
    text.replaceAll(/\r?\n/g, '\r\n'),
  ]);
  const lines = secret.split(/\r?\n/).filter((line) => line.length >= SHORTEST_LINE);
  return [...new Set([...wholes, ...lines])].flatMap((text) =>
    text.length >= SHORTEST_ENCODED || text === secret
      ? [{ text, encoded: text.length >= SHORTEST_ENCODED }]
      : [],
  );
};

const encodingsOf = (text: string): string[] => [
  ...urlShapes(Buffer.from(text)),
  ...jsonShapes(text),
  ...xmlShapes(text),
];

const base64Shapes = (bytes: Buffer): string[] => {
  const whole = bytes.toString('base64');
  const standard = [whole, whole.replace(/=+$/, ''), ...[0, 1, 2].map((lead) => base64Core(bytes, lead))];
  const broken = BASE64_LINE_LENGTHS.flatMap((length) => breakBase64(base64Core(bytes, 0), length));
  return [...standard, ...broken].flatMap((shape) => [
    shape,
    shape.replaceAll('+', '-').replaceAll('/', '_'),
  ]);
};

/**
 * The characters that stand for these bytes alone when `lead` (0 to 2, modulo 3) other bytes come before
 * them and others may follow: a character shared with a neighbour differs from case to case.
 */
const base64Core = (bytes: Buffer, lead: number): string => {
  const encoded = Buffer.concat([Buffer.alloc(lead), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  const sharedBefore = [0, 2, 3][lead];
  const sharedAfter = (lead + bytes.length) % 3 === 0 ? 0 : 1;
  return encoded.slice(sharedBefore, encoded.length - sharedAfter);
};

const breakBase64 = (encoded: string, length: number): string[] =>
  encoded.length <= length
    ? []
    : (encoded.match(new RegExp(`.{1,${length}}`, 'g')) ?? []).filter((line) => line.length >= SHORTEST_LINE);

/** encodeURIComponent's way, RFC 3986's, a form's, and the lazy one of whole URLs; hex digits in both cases. */
const urlShapes = (bytes: Buffer): string[] => {
  const kept = [/[\w.!~*'()-]/, /[\w.~-]/, /[\w.*-]/, /[\w.!~*'();/?:@&=+$,#-]/];
  return kept.flatMap((pattern) => {
    const upper = percentEncode(bytes, pattern);
    return [upper, lowerHex(upper), upper.replaceAll('%20', '+'), lowerHex(upper).replaceAll('%20', '+')];
  });
};

const percentEncode = (bytes: Buffer, kept: RegExp): string => {
  let encoded = '';
  for (const byte of bytes) {
    const character = String.fromCharCode(byte);
    const plain = byte < 128 && kept.test(character);
    encoded += plain ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return encoded;
};

const lowerHex = (encoded: string): string => encoded.replaceAll(/%../g, (code) => code.toLowerCase());

/** Also JSON within JSON, and the habits of encoders that escape `/` or all that is not ASCII. */
const jsonShapes = (text: string): string[] => {
  const once = JSON.stringify(text).slice(1, -1);
  const ascii = once.replaceAll(/[\u007f-\uffff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  const twice = JSON.stringify(once).slice(1, -1);
  return [once, ascii, twice, once.replaceAll('/', '\\/')];
};

const xmlShapes = (text: string): string[] => {
  const elements = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const quoted = elements.replaceAll('"', '&quot;');
  const breaks = quoted.replaceAll('\n', '&#10;');
  return [
    elements,
    quoted,
    breaks,
    ...['&apos;', '&#39;', '&#x27;'].map((quote) => quoted.replaceAll("'", quote)),
  ];
};
