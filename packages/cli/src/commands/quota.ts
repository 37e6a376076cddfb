/** What is allowed and what is used; and, for admins, setting it. */
import type { GauntletClient } from '@gauntlet/client';
import { Me, QuotaChange, QuotaLimit, QuotaList, QuotaResource, type QuotaView } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type CommandContext, momentStyle, reportRefused } from '../command-context.ts';
import { askApi } from '../connection/api-client.ts';
import type { Connection } from '../connection/connection.ts';
import type { ExitCode } from '../exit-code.ts';
import type { QuotaOptions } from '../program/option-types.ts';
import { type Refused, usageRefused } from '../refused.ts';
import { momentText } from '../terminal/moments.ts';
import { printable } from '../terminal/printable.ts';
import { type Column, printTable } from '../terminal/table.ts';
import { withServer } from './with-server.ts';

const BAR_WIDTH = 12;
const NEARLY_FULL = 0.8;

const shareOf = ({ used, limit }: QuotaView): number | null => {
  if (limit === null) return null;
  return limit === 0 ? 1 : Math.min(1, used / limit);
};

function columnsFor(context: CommandContext): Column<QuotaView>[] {
  const { paint, symbols } = context.out;
  const warn = (text: string, row: QuotaView) => {
    const share = shareOf(row) ?? 0;
    if (share >= 1) return paint.red(text);
    return share >= NEARLY_FULL ? paint.yellow(text) : text;
  };
  const bar = (row: QuotaView) => {
    const share = shareOf(row);
    if (share === null) return '';
    const full = Math.round(share * BAR_WIDTH);
    return symbols.bar.full.repeat(full) + symbols.bar.empty.repeat(BAR_WIDTH - full);
  };
  const frees = (at: string) => momentText(at, Date.now(), momentStyle(context));
  return [
    { title: 'resource', text: (row) => row.resource },
    { title: 'used', text: (row) => String(row.used), align: 'right', paint: warn },
    {
      title: 'limit',
      text: (row) => String(row.limit ?? 'none'),
      value: (row) => String(row.limit ?? ''),
      align: 'right',
    },
    { title: '', text: bar, value: (row) => String(shareOf(row) ?? ''), paint: warn },
    {
      title: 'unit',
      text: (row) =>
        row.period === 'none' ? row.unit : `${row.unit} ${row.period === 'hour' ? 'an' : 'a'} ${row.period}`,
      paint: paint.dim,
    },
    { title: 'set for', text: (row) => row.of },
    {
      title: 'frees',
      text: (row) => (row.freesAt === null ? '' : frees(row.freesAt)),
      value: (row) => row.freesAt ?? '',
      paint: paint.dim,
    },
  ];
}

const holderText = ({ team, user }: QuotaList): string =>
  user === null
    ? `Team ${printable(team.name)}`
    : `${printable(user.username)}, of team ${printable(team.name)}`;

const usageBoth = () =>
  usageRefused(
    'Either --team or --user: a quota belongs to one of them.',
    '`gauntlet quota --help` has examples.',
  );

export function quotaListCommand(context: CommandContext, options: QuotaOptions): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    if (options.team !== undefined && options.user !== undefined) return refuse(usageBoth());
    const query = { teamId: options.team, userId: options.user };
    const quotas = await askApi(
      connection.address,
      (api) => api.GET('/api/v1/quotas', { params: { query } }),
      QuotaList,
    );
    if (!quotas.ok) return quotas;
    if (context.options.json) {
      context.out.json(quotas.value);
      return ok(undefined);
    }
    context.err.line(context.err.paint.dim(holderText(quotas.value)));
    printTable(context.out, quotas.value.items, columnsFor(context));
    return ok(undefined);
  });
}

/** `memory-mib` is as good as `memory_mib`. */
function readResource(typed: string): Result<QuotaResource, Refused> {
  const parsed = QuotaResource.safeParse(typed.toLowerCase().replaceAll('-', '_'));
  if (parsed.success) return ok(parsed.data);
  return refuse(
    usageRefused(`There is no quota "${typed}".`, `Quotas are ${QuotaResource.options.join(', ')}.`),
  );
}

function readLimit(typed: string): Result<number, Refused> {
  const parsed = QuotaLimit.safeParse(/^\d+$/.test(typed) ? Number(typed) : Number.NaN);
  if (parsed.success) return ok(parsed.data);
  return refuse(
    usageRefused(
      `"${typed}" is no limit: it is a whole number from 0 (nothing allowed) to 2147483647.`,
      'To lift a limit, clear it: gauntlet quota clear RESOURCE',
    ),
  );
}

/** `none` for what is not set. */
function readExpected(typed: string | undefined): Result<number | null | undefined, Refused> {
  if (typed === undefined) return ok(undefined);
  return typed === 'none' ? ok(null) : readLimit(typed);
}

/** `id` may be a name. */
type Holder = { of: 'teams' | 'users'; id: string; name: string };

/** Where the quota is written, and whose it is in words; the caller's own team when nobody is named. */
async function findHolder(
  connection: Connection,
  { team, user }: QuotaOptions,
): Promise<Result<Holder, Refused>> {
  if (team !== undefined && user !== undefined) return refuse(usageBoth());
  if (user !== undefined) return ok({ of: 'users', id: user, name: `user ${user}` });
  if (team !== undefined) return ok({ of: 'teams', id: team, name: `team ${team}` });
  const me = await askApi(connection.address, (api) => api.GET('/api/v1/me'), Me);
  if (!me.ok) return me;
  return ok({ of: 'teams', id: me.value.teamId, name: `team ${me.value.teamName}` });
}

type Change = {
  resource: QuotaResource;
  limit: number | null;
  /** What is set so far, null for nothing; undefined when that does not matter. */
  expected: number | null | undefined;
  options: QuotaOptions;
};

function changeQuota(
  context: CommandContext,
  { resource, limit, expected, options }: Change,
): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    const holder = await findHolder(connection, options);
    if (!holder.ok) return holder;
    const { of, id } = holder.value;
    const path = { id, resource };
    const at = `/api/v1/${of}/{id}/quotas/{resource}` as const;
    const call = (api: GauntletClient) =>
      limit === null
        ? api.DELETE(at, { params: { path, query: { expected: expected ?? undefined } } })
        : api.PUT(at, { params: { path }, body: { limit, expected } });
    // Repeated, one that expects a limit would be refused for its own change.
    const repeatable = limit !== null && expected === undefined;
    const changed = await askApi(connection.address, call, QuotaChange, { repeatable });
    if (!changed.ok) return changed;
    if (context.options.json) context.out.json(changed.value);
    else context.out.line(changeText(changed.value, holder.value.name));
    return ok(undefined);
  });
}

function changeText({ resource, limit, before }: QuotaChange, holder: string): string {
  const was = before === null ? 'it was not set' : `it was ${before}`;
  const name = printable(holder);
  return limit === null
    ? `The quota ${resource} of ${name} is cleared (${was}).`
    : `The quota ${resource} of ${name} is ${limit} (${was}).`;
}

export async function quotaSetCommand(
  context: CommandContext,
  typed: { resource: string; limit: string },
  options: QuotaOptions,
): Promise<ExitCode> {
  const resource = readResource(typed.resource);
  if (!resource.ok) return reportRefused(context, resource.error);
  const limit = readLimit(typed.limit);
  if (!limit.ok) return reportRefused(context, limit.error);
  const expected = readExpected(options.expected);
  if (!expected.ok) return reportRefused(context, expected.error);
  const change = { resource: resource.value, limit: limit.value, expected: expected.value, options };
  return changeQuota(context, change);
}

export async function quotaClearCommand(
  context: CommandContext,
  typed: string,
  options: QuotaOptions,
): Promise<ExitCode> {
  const resource = readResource(typed);
  if (!resource.ok) return reportRefused(context, resource.error);
  const expected = options.expected === undefined ? ok(undefined) : readLimit(options.expected);
  if (!expected.ok) return reportRefused(context, expected.error);
  return changeQuota(context, { resource: resource.value, limit: null, expected: expected.value, options });
}
