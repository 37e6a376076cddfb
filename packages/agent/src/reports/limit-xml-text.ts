/**
 * Stands before the XML parser, which would keep a text of 300 MB whole in memory: passes the document
 * on with every run of text, CDATA section and attribute value cut at a limit, comments emptied, and
 * characters that XML forbids (frameworks write them all the same) replaced by their pictures.
 *
 * Owns: where in the document's surface it stands (text, tag, value, comment ...). Does not judge
 * well-formedness; the parser behind it does. Invariants: a cut never splits an entity or a surrogate
 * pair; markup is passed on untouched; a document type declaration is refused, so no entity of the
 * document's own is ever expanded.
 */
import { pictureOf } from './bound-text.ts';
import { ReportRefusal } from './report-refusal.ts';

export const XML_LIMITS = {
  textCharacters: 524_288,
  valueCharacters: 1_048_576,
  /** All values of one tag together. */
  valuesCharacters: 4_194_304,
  tagCharacters: 65_536,
} as const;

type State = 'text' | 'tag' | 'double' | 'single' | 'comment' | 'cdata' | 'instruction';

/** What ends each state, and how much of its content is passed on. */
const STATES: Record<State, { end: RegExp; keep: number; holdBack: number }> = {
  text: { end: /</g, keep: XML_LIMITS.textCharacters, holdBack: 0 },
  tag: { end: /[>"']/g, keep: Number.POSITIVE_INFINITY, holdBack: 0 },
  double: { end: /"/g, keep: XML_LIMITS.valueCharacters, holdBack: 0 },
  single: { end: /'/g, keep: XML_LIMITS.valueCharacters, holdBack: 0 },
  comment: { end: /-->/g, keep: 0, holdBack: 2 },
  cdata: { end: /\]\]>/g, keep: XML_LIMITS.textCharacters, holdBack: 2 },
  instruction: { end: /\?>/g, keep: 1024, holdBack: 1 },
};

const OPENINGS: readonly [string, State][] = [
  ['<!--', 'comment'],
  ['<![CDATA[', 'cdata'],
  ['<?', 'instruction'],
];
const LONGEST_OPENING = '<![CDATA['.length;
const IS_VALUE: ReadonlySet<State> = new Set(['double', 'single']);
const HAS_ENTITIES: ReadonlySet<State> = new Set(['text', 'double', 'single']);
/** `&#x10ffff;` is the longest reference that means anything. */
const LONGEST_REFERENCE = 12;

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const NUMERIC_REFERENCE = /&#(x[0-9a-fA-F]+|[0-9]+);/g;

function isAllowed(codePoint: number): boolean {
  if (codePoint < 0x20) return codePoint === 0x9 || codePoint === 0xa || codePoint === 0xd;
  return (
    codePoint <= 0x10ffff && (codePoint < 0xd800 || (codePoint > 0xdfff && (codePoint & 0xfffe) !== 0xfffe))
  );
}

function replaceReference(reference: string, digits: string): string {
  const codePoint = digits.startsWith('x')
    ? Number.parseInt(digits.slice(1), 16)
    : Number.parseInt(digits, 10);
  if (isAllowed(codePoint)) return reference;
  return codePoint < 0x20 ? pictureOf(String.fromCharCode(codePoint)) : '\ufffd';
}

function mend(content: string, state: State): string {
  const visible = content.replace(FORBIDDEN, pictureOf);
  return HAS_ENTITIES.has(state) && visible.includes('&#')
    ? visible.replace(NUMERIC_REFERENCE, replaceReference)
    : visible;
}

/** Where a cut at `at` may fall: before an entity or a surrogate pair it would split. */
function safeCut(content: string, at: number): number {
  const ampersand = content.lastIndexOf('&', at - 1);
  const splitsReference =
    ampersand >= Math.max(0, at - LONGEST_REFERENCE) && !content.slice(ampersand, at).includes(';');
  if (splitsReference) return ampersand;
  const last = content.charCodeAt(at - 1);
  return last >= 0xd800 && last <= 0xdbff ? at - 1 : at;
}

/** Takes the document piece by piece and gives back what to parse. */
export class XmlTextLimiter {
  #state: State = 'text';
  /** Characters passed on in this state, in this tag outside its values, and in this tag's values. */
  #inState = 0;
  #inTag = 0;
  #inValues = 0;
  /** What must be seen together with the next piece. */
  #pending = '';

  limit(chunk: string): string {
    const text = this.#pending + chunk;
    this.#pending = '';
    let out = '';
    let position = 0;
    while (position < text.length) {
      const step = this.#state === 'text' ? this.#readText(text, position) : this.#readToEnd(text, position);
      out += step.out;
      position = step.position;
    }
    return out;
  }

  #readText(text: string, position: number): { out: string; position: number } {
    const found = text.indexOf('<', position);
    if (found === -1) return this.#passOnRest(text, position);
    const content = this.#passOn(text.slice(position, found));
    const mark = this.#openMarkup(text.slice(found, found + LONGEST_OPENING));
    if (mark === undefined) {
      this.#pending = text.slice(found);
      return { out: content, position: text.length };
    }
    return { out: content + mark, position: found + mark.length };
  }

  #readToEnd(text: string, position: number): { out: string; position: number } {
    const { end } = STATES[this.#state];
    end.lastIndex = position;
    const found = end.exec(text);
    if (!found) return this.#passOnRest(text, position);
    const out = this.#passOn(text.slice(position, found.index)) + found[0];
    this.#leave(found[0]);
    return { out, position: found.index + found[0].length };
  }

  /** The piece ends within this state: what could be half of something waits for the next one. */
  #passOnRest(text: string, position: number): { out: string; position: number } {
    const content = text.slice(position);
    const end = HAS_ENTITIES.has(this.#state)
      ? safeCut(content, content.length)
      : Math.max(0, content.length - STATES[this.#state].holdBack);
    this.#pending = content.slice(end);
    return { out: this.#passOn(content.slice(0, end)), position: text.length };
  }

  #passOn(content: string): string {
    const room = this.#room();
    const kept = content.length <= room ? content : content.slice(0, safeCut(content, room));
    this.#inState = content.length <= room ? this.#inState + content.length : STATES[this.#state].keep;
    if (this.#state === 'tag') this.#countTag(content.length);
    if (IS_VALUE.has(this.#state)) this.#inValues += kept.length;
    return kept === '' ? '' : mend(kept, this.#state);
  }

  #room(): number {
    const room = STATES[this.#state].keep - this.#inState;
    return Math.max(
      0,
      IS_VALUE.has(this.#state) ? Math.min(room, XML_LIMITS.valuesCharacters - this.#inValues) : room,
    );
  }

  #countTag(characters: number): void {
    this.#inTag += characters;
    if (this.#inTag <= XML_LIMITS.tagCharacters) return;
    throw new ReportRefusal(`a tag is longer than ${XML_LIMITS.tagCharacters} characters`);
  }

  /** Reads what begins with `<`; undefined when it is not yet clear what opens here. */
  #openMarkup(head: string): string | undefined {
    const opening = OPENINGS.find(([mark]) => head.startsWith(mark));
    if (opening) {
      this.#enter(opening[1]);
      return opening[0];
    }
    if (head.length < LONGEST_OPENING && (head === '<' || head.startsWith('<!'))) return undefined;
    if (head.startsWith('<!')) {
      throw new ReportRefusal('it declares a document type (DTD); entities of its own are not accepted');
    }
    this.#enter('tag');
    this.#inTag = 0;
    this.#inValues = 0;
    return '<';
  }

  #leave(mark: string): void {
    if (this.#state === 'tag') this.#enter(mark === '"' ? 'double' : mark === "'" ? 'single' : 'text');
    else this.#enter(IS_VALUE.has(this.#state) ? 'tag' : 'text');
  }

  #enter(state: State): void {
    this.#state = state;
    this.#inState = 0;
  }
}
