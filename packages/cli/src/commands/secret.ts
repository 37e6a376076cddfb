import { SecretList, SecretName, SecretRequest } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { z } from 'zod';
import { type CommandContext, momentStyle, reportRefused } from '../command-context.ts';
import { askApi, callApi } from '../connection/api-client.ts';
import type { ExitCode } from '../exit-code.ts';
import { type Refused, usageRefused } from '../refused.ts';
import { momentText } from '../terminal/moments.ts';
import type { Column } from '../terminal/table.ts';
import { printPage } from './print-page.ts';
import { withProjectColumn } from './project-column.ts';
import { readHidden } from './read-hidden.ts';
import { withServer } from './with-server.ts';

type Secret = z.infer<typeof SecretList>['items'][number];

export function secretListCommand(context: CommandContext): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    const secrets = await askApi(connection.address, (api) => api.GET('/api/v1/secrets'), SecretList);
    if (!secrets.ok) return secrets;
    const { paint } = context.out;
    const moment = (at: string) => momentText(at, Date.now(), momentStyle(context));
    const plain: Column<Secret>[] = [
      { title: 'name', text: (row) => row.name },
      {
        title: 'made',
        text: (row) => moment(row.createdAt),
        value: (row) => row.createdAt,
        paint: paint.dim,
      },
      {
        title: 'changed',
        text: (row) => moment(row.updatedAt),
        value: (row) => row.updatedAt,
        paint: paint.dim,
      },
    ];
    const { items } = secrets.value;
    const columns = await withProjectColumn(context, connection, { rows: items, columns: plain });
    if (!columns.ok) return columns;
    printPage(context, {
      items,
      nextCursor: null,
      columns: columns.value,
      empty: ['There are no secrets. Store one with: gauntlet secret set NAME'],
      next: 'gauntlet secret list',
    });
    return ok(undefined);
  });
}

function checkName(name: string): Result<string, Refused> {
  const parsed = SecretName.safeParse(name);
  if (parsed.success) return ok(name);
  const advice = 'A name has letters, digits, dots, dashes and underscores.';
  const wrote = name.includes('=')
    ? ' Values are never taken from the command line, where others can see them.'
    : '';
  return refuse(usageRefused(`"${name}" is no name for a secret.${wrote}`, advice));
}

async function readValue(context: CommandContext, name: string): Promise<Result<string, Refused>> {
  const value = await readHidden(context, `Value of ${name}`);
  if (!value.ok) return value;
  const parsed = SecretRequest.safeParse({ value: value.value });
  return parsed.success
    ? value
    : refuse(
        usageRefused(
          `The value cannot be stored: ${parsed.error.issues[0]?.message ?? 'it is not acceptable'}.`,
        ),
      );
}

export async function secretSetCommand(context: CommandContext, name: string): Promise<ExitCode> {
  const checked = checkName(name);
  if (!checked.ok) return reportRefused(context, checked.error);
  return withServer(context, async (connection) => {
    const value = await readValue(context, name);
    if (!value.ok) return value;
    const init = { params: { path: { name } }, body: { value: value.value } };
    const stored = await callApi(connection.address, (api) => api.PUT('/api/v1/secrets/{name}', init), {
      repeatable: true,
    });
    if (!stored.ok) return stored;
    if (context.options.json) context.out.json({ name });
    else context.out.line(`Secret ${name} is stored. Tests get it by --secret VARIABLE=${name}.`);
    return ok(undefined);
  });
}

export async function secretRemoveCommand(context: CommandContext, name: string): Promise<ExitCode> {
  const checked = checkName(name);
  if (!checked.ok) return reportRefused(context, checked.error);
  return withServer(context, async (connection) => {
    const removed = await callApi(connection.address, (api) =>
      api.DELETE('/api/v1/secrets/{name}', { params: { path: { name } } }),
    );
    if (!removed.ok) return removed;
    if (context.options.json) context.out.json({ name });
    else context.out.line(`Secret ${name} is removed.`);
    return ok(undefined);
  });
}
