/** What changed from one execution to another. */
import { type ChangeKind, Comparison, type TestChange } from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import type { CommandContext } from '../command-context.ts';
import { askApi } from '../connection/api-client.ts';
import type { ExitCode } from '../exit-code.ts';
import { shortId } from '../follow/short-id.ts';
import type { CompareOptions } from '../program/option-types.ts';
import { durationText } from '../terminal/amounts.ts';
import type { Column } from '../terminal/table.ts';
import { findExecution } from './find-execution.ts';
import { findPrevious } from './find-previous.ts';
import { fullName } from './find-test-case.ts';
import { printPage } from './print-page.ts';
import { withServer } from './with-server.ts';

const COUNTED: readonly [key: keyof Comparison['counts'], words: string][] = [
  ['newlyFailing', 'newly failing'],
  ['fixed', 'fixed'],
  ['stillFailing', 'still failing'],
  ['added', 'added'],
  ['removed', 'removed'],
  ['slower', 'slower'],
  ['faster', 'faster'],
  ['unchanged', 'unchanged'],
];

export function compareCommand(
  context: CommandContext,
  typed: { before: string; after: string },
  { kind, percent, cursor, limit }: CompareOptions,
): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    const after = await findExecution(connection, typed.after);
    if (!after.ok) return after;
    const before =
      typed.before === 'previous'
        ? await findPrevious(connection, after.value)
        : await findExecution(connection, typed.before);
    if (!before.ok) return before;
    const path = { id: before.value, executionId: after.value };
    const query = { kind, percent, cursor, limit };
    const compared = await askApi(
      connection.address,
      (api) => api.GET('/api/v1/executions/{id}/compare/{executionId}', { params: { path, query } }),
      Comparison,
    );
    if (!compared.ok) return compared;
    if (context.options.json) context.out.json(compared.value);
    else printComparison(context, compared.value, kind);
    return ok(undefined);
  });
}

function printComparison(context: CommandContext, compared: Comparison, kind: ChangeKind): void {
  const { err } = context;
  const counts = COUNTED.filter(([key]) => compared.counts[key] > 0).map(
    ([key, words]) => `${compared.counts[key].toLocaleString('en')} ${words}`,
  );
  const content = compared.content === 'unknown' ? '' : ` (${compared.content} content)`;
  err.line(
    `${shortId(compared.before)} to ${shortId(compared.after)}${content}: ${counts.join(', ') || 'no tests'}`,
  );
  printPage(context, {
    items: compared.items,
    nextCursor: compared.nextCursor,
    columns: COLUMNS,
    empty: [`None is ${kind.replaceAll('-', ' ')}.`],
    next: `gauntlet compare ${shortId(compared.before)} ${shortId(compared.after)} --kind ${kind}`,
  });
}

const sideText = (side: TestChange['before']): string =>
  side === null ? '' : `${side.outcome}, ${durationText(side.durationMs)}`;
const COLUMNS: readonly Column<TestChange>[] = [
  { title: 'test', text: fullName, cut: 'end' },
  { title: 'file', text: (row) => row.file ?? '', cut: 'end' },
  { title: 'before', text: (row) => sideText(row.before) },
  { title: 'after', text: (row) => sideText(row.after) },
  { title: 'message', text: (row) => row.message?.split('\n')[0] ?? '', cut: 'end' },
];
