/** Writes the state diagrams of ARCHITECTURE.md anew from the tables in the code. With --check: says whether they differ. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXECUTION_LIFECYCLE } from '@gauntlet/core/executions';
import { toMermaid } from '@gauntlet/core/kernel';

const FILE = join(import.meta.dirname, '..', 'ARCHITECTURE.md');
const DIAGRAMS = { 'execution-lifecycle': toMermaid(EXECUTION_LIFECYCLE) };

export function withDiagrams(text: string): string {
  return Object.entries(DIAGRAMS).reduce((page, [name, diagram]) => {
    const [start, end] = [`<!-- diagram: ${name} -->`, `<!-- end: ${name} -->`];
    const [from, to] = [page.indexOf(start), page.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`ARCHITECTURE.md has no place for the diagram ${name}`);
    return `${page.slice(0, from + start.length)}\n\n\`\`\`mermaid\n${diagram}\n\`\`\`\n\n${page.slice(to)}`;
  }, text);
}

if (import.meta.main) {
  const text = readFileSync(FILE, 'utf8');
  const fresh = withDiagrams(text);
  if (!process.argv.includes('--check')) writeFileSync(FILE, fresh);
  else if (fresh !== text) {
    process.stderr.write(
      'The diagrams of ARCHITECTURE.md differ from the code. Run: node scripts/write-diagrams.ts\n',
    );
    process.exitCode = 1;
  }
}
