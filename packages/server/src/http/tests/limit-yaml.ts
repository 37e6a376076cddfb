/**
 * Looks at the tokens of a YAML text before it is parsed. Parsing takes time that grows faster than the
 * text for deep nesting, thousands of faults or crowds of aliases; a definition has none of these.
 */
import { CST, Lexer } from 'yaml';
import { malformed } from '../parse-json.ts';
import { refused } from '../refused.ts';

const MOST_YAML_BYTES = 4 * 2 ** 20;
const MOST_TOKENS = 50_000;
const MOST_DEPTH = 64;
/** For anchors as people write them. */
export const MOST_ALIASES = 100;

const SCALAR_FOLLOWS = '\x1f';
const OPENING = new Set(['flow-seq-start', 'flow-map-start']);
const CLOSING = new Set(['flow-seq-end', 'flow-map-end']);
/** Each of these opens a level on its line. */
const INDICATORS = new Set(['seq-item-ind', 'map-value-ind', 'explicit-key-ind']);

/** Throws Refused. */
export function limitYaml(text: string): void {
  if (text.length > MOST_YAML_BYTES)
    throw refused(
      'too-large',
      `A definition in YAML has at most ${MOST_YAML_BYTES} bytes. Send JSON, or upload an archive.`,
    );
  const seen = { tokens: 0, depth: 0, onLine: 0, aliases: 0 };
  let scalar = false;
  for (const token of new Lexer().lex(text)) {
    if (!scalar) count(seen, CST.tokenType(token));
    scalar = token === SCALAR_FOLLOWS;
    seen.tokens += 1;
    refuseExcess(seen);
  }
}

type Seen = { tokens: number; depth: number; onLine: number; aliases: number };

function count(seen: Seen, type: string | null): void {
  if (type === null) return;
  if (OPENING.has(type)) seen.depth += 1;
  else if (CLOSING.has(type)) seen.depth -= 1;
  else if (INDICATORS.has(type)) seen.onLine += 1;
  else if (type === 'newline') seen.onLine = 0;
  else if (type === 'alias') seen.aliases += 1;
}

function refuseExcess({ tokens, depth, onLine, aliases }: Seen): void {
  if (tokens > MOST_TOKENS) throw malformed('', `The YAML has more than ${MOST_TOKENS} parts. Send JSON.`);
  if (depth > MOST_DEPTH || onLine > MOST_DEPTH * 2)
    throw malformed('', `The YAML is nested more than ${MOST_DEPTH} levels deep.`);
  if (aliases > MOST_ALIASES)
    throw malformed('', `The YAML uses more than ${MOST_ALIASES} aliases. Write the values out.`);
}
