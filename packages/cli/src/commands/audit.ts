/** `gauntlet audit`: a page of who did what, what comes after an act, what happens next, or all of it as CSV. */
import { setTimeout as pause } from 'node:timers/promises';
import { type AuditEntry, AuditList, type AuditQuery } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { CommandContext } from '../command-context.ts';
import { askApi, callApi } from '../connection/api-client.ts';
import type { Connection } from '../connection/connection.ts';
import type { ExitCode } from '../exit-code.ts';
import type { AuditOptions } from '../program/option-types.ts';
import { cannotRun, type Refused, type RefusedCode, usageRefused } from '../refused.ts';
import { auditColumns, createActPrinter } from './audit-lines.ts';
import { printPage } from './print-page.ts';
import { withServer } from './with-server.ts';

const POLL_MS = 2_000;
/** A server that restarts is waited for, some minutes at most. */
const MOST_LOST = 90;
const GONE_FOR_NOW: ReadonlySet<RefusedCode> = new Set<RefusedCode>(['server-unreachable', 'unavailable']);

type Filter = Partial<AuditQuery>;

const filterOf = ({ action, user, withToken, kind, target, since, until, team }: AuditOptions): Filter => ({
  action: action?.join(),
  user,
  token: withToken,
  targetKind: kind,
  target,
  from: since,
  until,
  team,
});

const fetchActs = (connection: Connection, query: Filter): Promise<Result<AuditList, Refused>> =>
  askApi(connection.address, (api) => api.GET('/api/v1/audit', { params: { query } }), AuditList);

async function printNewest(context: CommandContext, connection: Connection, options: AuditOptions) {
  const filter = filterOf(options);
  const page = await fetchActs(connection, { ...filter, limit: options.limit, cursor: options.cursor });
  if (!page.ok) return page;
  if (context.options.json) {
    context.out.json(page.value); // with the number from which to follow
    return ok(undefined);
  }
  const filtered = Object.values(filter).some((value) => value !== undefined);
  printPage(context, {
    ...page.value,
    columns: auditColumns(context),
    empty: [filtered ? 'Nothing was done that is like that. Leave out a filter.' : 'Nothing was done yet.'],
    next: 'gauntlet audit',
  });
  return ok(undefined);
}

/** What came after a number, in order, to the end of the trail. @returns where to go on */
async function printAfter(
  connection: Connection,
  query: Filter & { after: number; limit: number },
  print: (acts: readonly AuditEntry[]) => void,
): Promise<Result<number, Refused>> {
  for (let { after } = query; ; ) {
    const page = await fetchActs(connection, { ...query, after });
    if (!page.ok) return page;
    const { items, lastNumber } = page.value;
    print(items);
    if (items.length < query.limit) return ok(lastNumber);
    after = lastNumber;
  }
}

/** The last ones as they happened, then what comes; a server that is away for a while is asked again. */
async function follow(
  context: CommandContext,
  connection: Connection,
  options: AuditOptions,
): Promise<Result<undefined, Refused>> {
  const filter = filterOf(options);
  const print = createActPrinter(context);
  let after = options.after;
  if (after === undefined) {
    const page = await fetchActs(connection, { ...filter, limit: options.limit });
    if (!page.ok) return page;
    print(page.value.items.toReversed());
    after = page.value.lastNumber;
  }
  const seen = (acts: readonly AuditEntry[]) => {
    print(acts);
    after = acts.at(-1)?.number ?? after;
  };
  for (let lostFor = 0; !context.out.gone.aborted; ) {
    const reached = await printAfter(connection, { ...filter, after, limit: 500 }, seen);
    lostFor = reached.ok ? 0 : lostFor + 1;
    if (reached.ok) after = reached.value;
    else if (!GONE_FOR_NOW.has(reached.error.code) || lostFor > MOST_LOST) return reached;
    else await connection.renew(lostFor * POLL_MS);
    await pause(POLL_MS, undefined, { signal: context.out.gone }).catch(() => undefined);
  }
  return ok(undefined);
}

/** As it comes: an export may be long. One that breaks off is no success. */
async function printCsv(
  context: CommandContext,
  connection: Connection,
  options: AuditOptions,
): Promise<Result<undefined, Refused>> {
  if (context.options.json)
    return refuse(usageRefused('Either --json or --csv.', '`gauntlet audit --help` has examples.'));
  const query = filterOf(options);
  const answer = await callApi(
    connection.address,
    (api) =>
      api.GET('/api/v1/audit', { params: { query }, headers: { accept: 'text/csv' }, parseAs: 'stream' }),
    { timeoutMs: 600_000 },
  );
  if (!answer.ok) return answer;
  try {
    for await (const chunk of (answer.value.data ?? []) as AsyncIterable<Uint8Array>) {
      context.out.raw(Buffer.from(chunk));
      await context.out.flush();
    }
    return ok(undefined);
  } catch (cause) {
    return refuse(
      cannotRun('connection-lost', `The export broke off: ${String(cause)}.`, 'It is not whole: try again.'),
    );
  }
}

export function auditCommand(context: CommandContext, options: AuditOptions): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    if (options.csv) return printCsv(context, connection, options);
    if (options.follow) return follow(context, connection, options);
    if (options.after === undefined) return printNewest(context, connection, options);
    if (options.cursor !== undefined)
      return refuse(usageRefused('Either --after or --cursor: they go in opposite ways.'));
    const query = { ...filterOf(options), after: options.after, limit: options.limit };
    const reached = await printAfter(connection, query, createActPrinter(context));
    return reached.ok ? ok(undefined) : reached;
  });
}
