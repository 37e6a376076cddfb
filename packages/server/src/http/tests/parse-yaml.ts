/** Definitions in YAML: one document, plain values, no alias bombs; faults with line and column. */
import { parseDocument, type YAMLError } from 'yaml';
import { malformed } from '../parse-json.ts';

/** Enough for anchors that people write, too few for a document that unfolds into gigabytes. */
const MOST_ALIASES = 100;

/** Throws Refused. An empty document is no value. */
export function parseYaml(text: string): unknown {
  const document = readDocument(text);
  const fault = document.errors[0] ?? document.warnings[0];
  if (fault) throw explain(fault);
  try {
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    return value ?? undefined;
  } catch (cause) {
    throw malformed('', explainAliases(cause));
  }
}

function readDocument(text: string) {
  try {
    return parseDocument(text, { version: '1.2', schema: 'core', stringKeys: true, prettyErrors: true });
  } catch (cause) {
    if (cause instanceof RangeError) throw malformed('', 'The YAML is nested too deeply.');
    throw cause;
  }
}

function explain(fault: YAMLError) {
  const position = fault.linePos?.[0];
  const said = (fault.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
  if (!position) return malformed('', `The YAML is broken: ${said}.`);
  const place = `line ${position.line}, column ${position.col}`;
  return malformed(place, `The YAML is broken at ${place}: ${said}.`);
}

function explainAliases(cause: unknown): string {
  if (cause instanceof ReferenceError && /alias/i.test(cause.message))
    return `The YAML uses aliases more than ${MOST_ALIASES} times over. Write the values out.`;
  if (cause instanceof RangeError) return 'The YAML is nested too deeply.';
  throw cause;
}
