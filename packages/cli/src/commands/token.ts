import { GrantableScope, TokenCreated, TokenList, TokenRequest, type TokenView } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { z } from 'zod';
import { type CommandContext, momentStyle } from '../command-context.ts';
import { askApi, callApi } from '../connection/api-client.ts';
import type { Connection } from '../connection/connection.ts';
import { isWholeId } from '../connection/whole-id.ts';
import type { ExitCode } from '../exit-code.ts';
import { shortId } from '../follow/short-id.ts';
import type { TokenOptions, TokenOwnerOptions } from '../program/option-types.ts';
import { type Refused, usageRefused } from '../refused.ts';
import { momentText } from '../terminal/moments.ts';
import { printable } from '../terminal/printable.ts';
import type { Column } from '../terminal/table.ts';
import { matchesId } from './find-execution.ts';
import { printPage } from './print-page.ts';
import { withServer } from './with-server.ts';

type Token = z.infer<typeof TokenView>;

/** @param user whose, by name or id; one's own when left out */
const fetchTokens = ({ address }: Connection, user: string | undefined) =>
  user === undefined
    ? askApi(address, (api) => api.GET('/api/v1/tokens'), TokenList)
    : askApi(
        address,
        (api) => api.GET('/api/v1/users/{id}/tokens', { params: { path: { id: user } } }),
        TokenList,
      );

function columnsFor(context: CommandContext): Column<Token>[] {
  const { paint } = context.out;
  const now = Date.now();
  const moment = (at: string | null, none: string) =>
    at === null ? none : momentText(at, now, momentStyle(context));
  return [
    { title: 'id', text: (row) => shortId(row.tokenId), value: (row) => row.tokenId, paint: paint.cyan },
    { title: 'name', text: (row) => row.name, cut: 'end' },
    { title: 'begins', text: (row) => row.prefix },
    { title: 'scopes', text: (row) => row.scopes.join(',') },
    {
      title: 'made',
      text: (row) => moment(row.createdAt, ''),
      value: (row) => row.createdAt,
      paint: paint.dim,
    },
    {
      title: 'expires',
      text: (row) => moment(row.expiresAt, 'never'),
      value: (row) => row.expiresAt ?? '',
      paint: paint.dim,
    },
    {
      title: 'last used',
      text: (row) => moment(row.lastUsedAt, 'never'),
      value: (row) => row.lastUsedAt ?? '',
      paint: paint.dim,
    },
  ];
}

export function tokenListCommand(context: CommandContext, { user }: TokenOwnerOptions): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    const tokens = await fetchTokens(connection, user);
    if (!tokens.ok) return tokens;
    printPage(context, {
      items: tokens.value.items,
      nextCursor: null,
      columns: columnsFor(context),
      empty:
        user === undefined
          ? ['There are no tokens. Make one with: gauntlet token create NAME']
          : [`${printable(user)} has no tokens.`],
      next: 'gauntlet token list',
    });
    return ok(undefined);
  });
}

function readRequest(name: string, options: TokenOptions): Result<z.infer<typeof TokenRequest>, Refused> {
  const { scope, expiresInDays } = options;
  const parsed = TokenRequest.safeParse({
    name,
    ...(scope === undefined ? {} : { scopes: scope }),
    ...(expiresInDays === undefined ? {} : { expiresInDays }),
  });
  if (parsed.success) return ok(parsed.data);
  const isScope = parsed.error.issues.some((issue) => issue.path[0] === 'scopes');
  return refuse(
    usageRefused(
      isScope ? `Scopes are ${GrantableScope.options.join(', ')}.` : 'A name has 1 to 100 characters.',
    ),
  );
}

/** The token alone goes to standard output, so that it can be piped where it belongs. */
export function tokenCreateCommand(
  context: CommandContext,
  name: string,
  options: TokenOptions,
): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    const body = readRequest(name, options);
    if (!body.ok) return body;
    const created = await askApi(
      connection.address,
      (api) => api.POST('/api/v1/tokens', { body: body.value }),
      TokenCreated,
    );
    if (!created.ok) return created;
    if (context.options.json) {
      context.out.json(created.value);
      return ok(undefined);
    }
    context.out.line(created.value.token);
    context.err.line(
      context.err.paint.dim(
        `Keep it now: it is not shown again. Scopes: ${created.value.scopes.join(', ')}.`,
      ),
    );
    return ok(undefined);
  });
}

/** By its whole id, an end of it, or its name, as long as only one token is meant. */
function findToken(
  tokens: readonly Token[],
  typed: string,
  user: string | undefined,
): Result<Token, Refused> {
  const isPart = /^[0-9a-f-]{4,36}$/i.test(typed);
  const matching = tokens.filter(
    (token) => token.name === typed || (isPart && matchesId(typed.toLowerCase(), token.tokenId)),
  );
  const [only] = matching;
  if (only !== undefined && matching.length === 1) return ok(only);
  const whose = user === undefined ? 'of yours' : `of ${user}`;
  const why =
    only === undefined
      ? `There is no token ${typed} ${whose}.`
      : `${matching.length} tokens ${whose} are meant by ${typed}.`;
  const list = `gauntlet token list${user === undefined ? '' : ` --user ${user}`}`;
  return refuse(usageRefused(why, `\`${list}\` shows them with their ids.`));
}

const revoke = ({ address }: Connection, id: string) =>
  callApi(address, (api) => api.DELETE('/api/v1/tokens/{id}', { params: { path: { id } } }));

/** A whole id is enough for anybody's: the audit trail tells those of tokens that were used. */
export function tokenRevokeCommand(
  context: CommandContext,
  typed: string,
  { user }: TokenOwnerOptions,
): Promise<ExitCode> {
  const { out, options } = context;
  return withServer(context, async (connection) => {
    if (isWholeId(typed)) {
      const revoked = await revoke(connection, typed.toLowerCase());
      if (!revoked.ok) return revoked;
      if (options.json) out.json({ tokenId: typed.toLowerCase() });
      else out.line(`Token ${shortId(typed)} is revoked.`);
      return ok(undefined);
    }
    const tokens = await fetchTokens(connection, user);
    if (!tokens.ok) return tokens;
    const token = findToken(tokens.value.items, typed, user);
    if (!token.ok) return token;
    const { tokenId, name } = token.value;
    const revoked = await revoke(connection, tokenId);
    if (!revoked.ok) return revoked;
    if (options.json) out.json(token.value);
    else out.line(`Token ${printable(name)} (${shortId(tokenId)}) is revoked.`);
    return ok(undefined);
  });
}
