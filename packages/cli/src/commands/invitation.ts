/** Invitations that were made: what became of them, and taking one back. */
import { InvitationList, type InvitationView } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type CommandContext, momentStyle } from '../command-context.ts';
import { askApi, callApi } from '../connection/api-client.ts';
import type { Connection } from '../connection/connection.ts';
import type { ExitCode } from '../exit-code.ts';
import { shortId } from '../follow/short-id.ts';
import type { InvitationListOptions } from '../program/option-types.ts';
import { type Refused, usageRefused } from '../refused.ts';
import { momentText } from '../terminal/moments.ts';
import { printable } from '../terminal/printable.ts';
import type { Column } from '../terminal/table.ts';
import { matchesId } from './find-execution.ts';
import { printPage } from './print-page.ts';
import { withServer } from './with-server.ts';

const MOST = 500;

function columnsFor(context: CommandContext): Column<InvitationView>[] {
  const { paint } = context.out;
  const moment = (at: string) => momentText(at, Date.now(), momentStyle(context));
  return [
    {
      title: 'id',
      text: (row) => shortId(row.invitationId),
      value: (row) => row.invitationId,
      paint: paint.cyan,
    },
    { title: 'state', text: (row) => row.status },
    { title: 'team', text: (row) => row.teamName, cut: 'end' },
    { title: 'roles', text: (row) => row.roles.join(',') },
    { title: 'for', text: (row) => row.email ?? '', cut: 'end' },
    { title: 'by', text: (row) => row.invitedBy, cut: 'end' },
    { title: 'taken by', text: (row) => row.acceptedBy ?? '', cut: 'end' },
    {
      title: 'expires',
      text: (row) => moment(row.expiresAt),
      value: (row) => row.expiresAt,
      paint: paint.dim,
    },
  ];
}

type Asked = Omit<InvitationListOptions, 'team'> & { teamId?: string | undefined };
const fetchPage = (connection: Connection, query: Asked) =>
  askApi(connection.address, (api) => api.GET('/api/v1/invitations', { params: { query } }), InvitationList);

export function invitationListCommand(
  context: CommandContext,
  { team, ...options }: InvitationListOptions,
): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    const page = await fetchPage(connection, { ...options, teamId: team });
    if (!page.ok) return page;
    printPage(context, {
      ...page.value,
      columns: columnsFor(context),
      empty: ['There are no such invitations. Make one with: gauntlet user invite'],
      next: 'gauntlet invitation list',
    });
    return ok(undefined);
  });
}

/** By its id, an end of it, or the address it is for, as long as one open invitation alone is meant. */
async function findOpen(connection: Connection, typed: string): Promise<Result<InvitationView, Refused>> {
  const isPart = /^[0-9a-f-]{4,36}$/i.test(typed);
  const matching: InvitationView[] = [];
  let cursor: string | undefined;
  do {
    const page = await fetchPage(connection, { status: 'open', limit: MOST, cursor });
    if (!page.ok) return page;
    const means = ({ invitationId, email }: InvitationView) =>
      email?.toLowerCase() === typed.toLowerCase() ||
      (isPart && matchesId(typed.toLowerCase(), invitationId));
    matching.push(...page.value.items.filter(means));
    cursor = page.value.nextCursor ?? undefined;
  } while (cursor !== undefined);
  const [only] = matching;
  if (only !== undefined && matching.length === 1) return ok(only);
  const why =
    only === undefined
      ? `There is no open invitation ${typed}.`
      : `${matching.length} open invitations are meant by ${typed}.`;
  return refuse(usageRefused(why, '`gauntlet invitation list` shows them with their ids.'));
}

export function invitationRevokeCommand(context: CommandContext, typed: string): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    const found = await findOpen(connection, typed);
    if (!found.ok) return found;
    const { invitationId, teamName } = found.value;
    const init = { params: { path: { id: invitationId } } };
    const revoked = await callApi(connection.address, (api) => api.DELETE('/api/v1/invitations/{id}', init));
    if (!revoked.ok) return revoked;
    if (context.options.json) context.out.json({ ...found.value, status: 'revoked' });
    else
      context.out.line(
        `The invitation ${shortId(invitationId)} into team ${printable(teamName)} is revoked.`,
      );
    return ok(undefined);
  });
}
