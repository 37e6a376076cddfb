/** bench/RESULTS.md: the machine, the versions, and what was measured on them. */
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';
import type { Section } from './report.ts';

export type Circumstances = {
  startedAt: Date;
  endedAt: Date;
  loadBefore: number[];
  postgres: string;
  size: string;
};

export const loadNow = () => loadavg();

export function renderResults(circumstances: Circumstances, sections: readonly Section[]): string {
  const parts = [HEAD, describeHost(circumstances), ...sections.map(renderSection)];
  return `${parts.join('\n\n')}\n`;
}

const HEAD = `# Measurements

Written by \`npm run bench\`; \`npm run bench -- --small\` tries everything in small and writes nothing. Each
comparison is made within this one run on this one machine, alternately: ratios say more than the figures
beside them.`;

function describeHost({ startedAt, endedAt, loadBefore, postgres, size }: Circumstances): string {
  const minutes = Math.round((endedAt.getTime() - startedAt.getTime()) / 60_000);
  const model = cpus()[0]?.model ?? 'unknown';
  const load = (values: readonly number[]) => values.map((value) => value.toFixed(1)).join(', ');
  return [
    '| | |',
    '|---|---|',
    `| when | ${startedAt.toISOString().slice(0, 16)}Z, ${minutes} minutes, ${size} |`,
    `| host | ${availableParallelism()} x ${model}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${describeSystem()} |`,
    `| versions | Node.js ${process.versions.node}, PostgreSQL ${postgres}, Gauntlet ${versionOfGauntlet()} |`,
    `| load (1, 5, 15 minutes) | ${load(loadBefore)} before; ${load(loadNow())} after |`,
  ].join('\n');
}

const describeSystem = () => `${process.platform} ${release()} ${process.arch}`;

function versionOfGauntlet(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

function renderSection({ title, method, rows, notes }: Section): string {
  const table = rows.map(
    ({ what, measured, spread, aim, met }) =>
      `| ${what} | ${measured} | ${spread} | ${aim} | ${met === 'no aim' ? '' : met} |`,
  );
  return [
    `## ${title}`,
    method,
    ['| what | measured | spread | aim | met |', '|---|---|---|---|---|', ...table].join('\n'),
    ...notes,
  ].join('\n\n');
}
