/** Tests over all executions: lists, one test with its runs, and its owner. */
import { TestCaseList, TestCaseView, TestRunList, type TestRunView } from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import { type CommandContext, momentStyle } from '../command-context.ts';
import { askApi } from '../connection/api-client.ts';
import type { ExitCode } from '../exit-code.ts';
import { shortId } from '../follow/short-id.ts';
import type { TestListOptions } from '../program/option-types.ts';
import { durationText } from '../terminal/amounts.ts';
import { momentText } from '../terminal/moments.ts';
import { printable } from '../terminal/printable.ts';
import { type Column, printTable } from '../terminal/table.ts';
import { findTestCase, fullName } from './find-test-case.ts';
import { printPage } from './print-page.ts';
import { withServer } from './with-server.ts';

const RUNS_SHOWN = 20;
const percent = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;

/** `12 % (5.0 % to 26 %) of 40 runs` */
function flakyText({ flaky }: TestCaseView): string {
  if (flaky === null) return '';
  const { rate, low, high, runs } = flaky;
  return `${percent(rate)} (${percent(low)} to ${percent(high)}) of ${runs} runs`;
}

function standingText({ quarantine, standing, flaky }: TestCaseView): string {
  if (quarantine?.state === 'active') return 'quarantined';
  if (flaky?.state === 'flaky') return standing === 'failing' ? 'flaky, failing' : 'flaky';
  return standing ?? 'skipped';
}

function columnsFor(context: CommandContext): Column<TestCaseView>[] {
  const { paint } = context.out;
  const when = (at: string | null) => (at === null ? '' : momentText(at, Date.now(), momentStyle(context)));
  const tone = (text: string, row: TestCaseView) =>
    row.standing === 'failing' && row.quarantine?.state !== 'active' ? paint.red(text) : text;
  return [
    { title: 'state', text: standingText, paint: tone },
    { title: 'test', text: fullName, cut: 'end' },
    { title: 'file', text: (row) => row.file ?? '', cut: 'end', paint: paint.dim },
    { title: 'flaky', text: flakyText, value: (row) => String(row.flaky?.rate ?? '') },
    {
      title: 'takes',
      align: 'right',
      text: (row) => durationText(row.typicalMs),
      value: (row) => String(row.typicalMs),
      paint: paint.dim,
    },
    { title: 'failed', text: (row) => when(row.lastFailedAt), value: (row) => row.lastFailedAt ?? '' },
    { title: 'owner', text: (row) => row.owner?.username ?? '', paint: paint.dim },
    { title: 'id', text: (row) => row.testCaseId, paint: paint.dim },
  ];
}

export type Asked = { command: string; empty: string[] };

export function testListCommand(
  context: CommandContext,
  options: TestListOptions,
  asked: Asked = { command: 'gauntlet test list', empty: ['No test is like that.'] },
): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    const { search, state, owner, order, limit, cursor } = options;
    const query = { search, state, owner, order, limit, cursor };
    const page = await askApi(
      connection.address,
      (api) => api.GET('/api/v1/test-cases', { params: { query } }),
      TestCaseList,
    );
    if (!page.ok) return page;
    printPage(context, {
      ...page.value,
      columns: columnsFor(context),
      empty: asked.empty,
      next: asked.command,
    });
    return ok(undefined);
  });
}

export function testShowCommand(context: CommandContext, typed: string): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    const test = await findTestCase(connection, typed);
    if (!test.ok) return test;
    const init = { params: { path: { id: test.value.testCaseId }, query: { limit: RUNS_SHOWN } } };
    const runs = await askApi(
      connection.address,
      (api) => api.GET('/api/v1/test-cases/{id}/runs', init),
      TestRunList,
    );
    if (!runs.ok) return runs;
    if (context.options.json) context.out.json({ ...test.value, runs: runs.value.items });
    else printTest(context, test.value, runs.value.items);
    return ok(undefined);
  });
}

function printTest(context: CommandContext, test: TestCaseView, runs: readonly TestRunView[]): void {
  const { out } = context;
  const when = (at: string) => momentText(at, Date.now(), momentStyle(context));
  const say = (key: string, value: string) => out.line(`${out.paint.dim(key.padEnd(12))}${printable(value)}`);
  out.line(out.paint.bold(printable(fullName(test))));
  say('state', standingText(test));
  if (test.file !== null) say('file', test.file);
  say('definition', test.definitionName);
  say('owner', test.owner?.username ?? 'nobody');
  say('first seen', when(test.firstSeenAt));
  if (test.flaky) say('flaky', `${flakyText(test)}, since ${when(test.flaky.firstSeenAt)}`);
  if (test.quarantine) {
    const { reason, by, expiresAt, state } = test.quarantine;
    const ends = state === 'active' ? 'until' : 'ended';
    say('quarantine', `${ends} ${when(expiresAt)}: ${reason}${by === null ? '' : ` (${by})`}`);
  }
  say('id', test.testCaseId);
  out.line();
  printTable(out, runs, runColumns(context));
}

function runColumns(context: CommandContext): Column<TestRunView>[] {
  const { paint } = context.out;
  const bad = ({ outcome }: TestRunView) => outcome === 'failed' || outcome === 'error';
  return [
    { title: 'execution', text: (row) => shortId(row.executionId), value: (row) => row.executionId },
    {
      title: 'outcome',
      text: ({ outcome, quarantined }) => (quarantined ? `${outcome}, in quarantine` : outcome),
      paint: (text, row) => (bad(row) && !row.quarantined ? paint.red(text) : text),
    },
    { title: 'took', align: 'right', text: (row) => durationText(row.durationMs), paint: paint.dim },
    {
      title: 'when',
      text: (row) => momentText(row.at, Date.now(), momentStyle(context)),
      value: (row) => row.at,
      paint: paint.dim,
    },
    { title: 'content', text: (row) => (row.contentKey ?? '').slice(0, 20), paint: paint.dim },
    { title: 'message', text: (row) => row.message?.split('\n')[0] ?? '', cut: 'end' },
  ];
}

/** `none` for nobody. */
export function testOwnerCommand(
  context: CommandContext,
  typed: { test: string; owner: string },
): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    const test = await findTestCase(connection, typed.test);
    if (!test.ok) return test;
    const init = {
      params: { path: { id: test.value.testCaseId } },
      body: { owner: typed.owner === 'none' ? null : typed.owner },
    };
    const changed = await askApi(
      connection.address,
      (api) => api.PATCH('/api/v1/test-cases/{id}', init),
      TestCaseView,
    );
    if (!changed.ok) return changed;
    const name = printable(fullName(changed.value));
    if (context.options.json) context.out.json(changed.value);
    else context.out.line(`${name} is looked after by ${changed.value.owner?.username ?? 'nobody'}.`);
    return ok(undefined);
  });
}
