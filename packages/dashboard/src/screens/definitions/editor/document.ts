/**
 * A definition as YAML text: what it says, where in it each part stands, and the text with one part changed.
 * Comments and order stay where the change allows it.
 */
import {
  type Document,
  isCollection,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  parseDocument,
  stringify,
} from 'yaml';

export type Path = readonly PropertyKey[];
type Place = { line: number; column: number };
export type Fault = Place & { path: string; message: string };

export type ReadText = {
  /** Undefined where the text is no YAML. */
  value: unknown;
  faults: Fault[];
  placeOf(path: Path, part?: 'value' | 'key'): Place;
};

const OPTIONS = { version: '1.2', schema: 'core', prettyErrors: false } as const;
/** As the server has it. */
const MOST_ALIASES = 100;

export function readText(text: string): ReadText {
  const lines = new LineCounter();
  const document = parseDocument(text, { ...OPTIONS, lineCounter: lines });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(Math.min(offset, text.trimEnd().length));
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const placeOf = (path: Path, part: 'value' | 'key' = 'value') => placeAt(offsetOf(document, path, part));
  const broken = [...document.errors, ...document.warnings].map(({ pos, message }) => ({
    ...placeAt(pos[0]),
    path: '',
    message,
  }));
  if (broken.length > 0) return { value: undefined, faults: broken, placeOf };
  try {
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    return { value: value ?? {}, faults: [], placeOf };
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    return { value: undefined, faults: [{ line: 1, column: 1, path: '', message }], placeOf };
  }
}

/** Of what is not there, the nearest thing around it. */
function offsetOf(document: Document, path: Path, part: 'value' | 'key'): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const found = offsetAt(document, path.slice(0, length), length === path.length ? part : 'key');
    if (found !== null) return found;
  }
  return 0;
}

function offsetAt(document: Document, path: Path, part: 'value' | 'key'): number | null {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (part === 'key' && isMap(parent)) {
    const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(path.at(-1)));
    if (pair && isNode(pair.key)) return pair.key.range?.[0] ?? null;
  }
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}

/** The lines of files stay as they are: folded, none of them would be found again. */
const WRITING = { lineWidth: 0, blockQuote: 'literal', indent: 2 } as const;

/** The text with another value at a path; undefined takes it away, with what is then empty around it. */
export function withValue(text: string, path: Path, value: unknown): string {
  const document = parseDocument(text, OPTIONS);
  if (!isMap(document.contents)) document.contents = document.createNode({}) as never;
  if (value === undefined) return withoutValue(document, path) ? document.toString(WRITING) : text;
  for (let length = 1; length < path.length; length += 1) {
    const around = path.slice(0, length);
    if (document.hasIn(around) && !isCollection(document.getIn(around, true)))
      document.setIn(around, document.createNode({}));
  }
  // A scalar in place of a scalar keeps the comment beside it.
  document.setIn(path, typeof value === 'object' ? document.createNode(value) : value);
  return document.toString(WRITING);
}

function withoutValue(document: Document, path: Path): boolean {
  if (!document.hasIn(path)) return false;
  document.deleteIn(path);
  for (let length = path.length - 1; length > 0; length -= 1) {
    const around = document.getIn(path.slice(0, length), true);
    if (!isMap(around) || around.items.length > 0) break;
    document.deleteIn(path.slice(0, length));
  }
  return true;
}

export const writeYaml = (value: unknown): string => stringify(value, WRITING);
