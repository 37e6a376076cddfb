/** Definitions in YAML: one document, plain values, no alias bombs; faults with line and column. */
import { type Document, isScalar, parseDocument, visit } from 'yaml';
import { malformed } from '../parse-json.ts';
import type { Refused } from '../refused.ts';
import { limitYaml, MOST_ALIASES } from './limit-yaml.ts';

/** Throws Refused. An empty document is no value. */
export function parseYaml(text: string): unknown {
  limitYaml(text);
  // The parser's own look for keys given twice compares each with each.
  const options = { version: '1.2', schema: 'core', stringKeys: true, uniqueKeys: false } as const;
  const document = parseDocument(text, options);
  const fault = document.errors[0] ?? document.warnings[0];
  if (fault) throw faultAt(text, fault.pos[0], firstLineOf(fault.message));
  refuseDoubtful(text, document);
  try {
    return (document.toJS({ maxAliasCount: MOST_ALIASES }) as unknown) ?? undefined;
  } catch (cause) {
    if (cause instanceof ReferenceError)
      throw malformed('', 'The YAML unfolds into too much by its aliases. Write the values out.');
    throw cause;
  }
}

function refuseDoubtful(text: string, document: Document): void {
  visit(document, {
    Alias: (_key, alias) => {
      if (!alias.resolve(document))
        throw faultAt(text, alias.range?.[0] ?? 0, `*${alias.source} is not set before it`);
    },
    Map: (_key, map) => {
      const names = new Set<string>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        if (names.has(name)) throw faultAt(text, key.range?.[0] ?? 0, `"${name}" is given twice`);
        names.add(name);
      }
    },
  });
}

function faultAt(text: string, offset: number, said: string): Refused {
  const before = text.slice(0, offset);
  const place = `line ${before.split('\n').length}, column ${offset - before.lastIndexOf('\n')}`;
  return malformed(place, `The YAML is broken at ${place}: ${said}.`);
}

/** Without the place, which is said anyhow, and the excerpt below it. */
const firstLineOf = (message: string) =>
  (message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
