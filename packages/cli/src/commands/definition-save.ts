/** `gauntlet definition save`: a definition file becomes the newest version on the server, and nothing is run. */
import { basename, resolve } from 'node:path';
import { DefinitionView, type TestDefinitionInput } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { CommandContext } from '../command-context.ts';
import { askApi } from '../connection/api-client.ts';
import type { Connection } from '../connection/connection.ts';
import { checkDefinition } from '../definition/check-definition.ts';
import { readDefinition } from '../definition/read-definition.ts';
import type { ExitCode } from '../exit-code.ts';
import { type Refused, usageRefused } from '../refused.ts';
import { printable } from '../terminal/printable.ts';
import { findByName } from './find-definition.ts';
import { withServer } from './with-server.ts';

export function definitionSaveCommand(context: CommandContext, file: string): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    const read = await readWhole(resolve(context.cwd, file), file);
    if (!read.ok) return read;
    const before = await findByName(connection, read.value.name.trim());
    if (!before.ok) return before;
    const saved = await save(connection, read.value, before.value);
    if (!saved.ok) return saved;
    const { name, version } = saved.value;
    if (context.options.json) context.out.json(saved.value);
    else if (before.value?.version === version)
      context.out.line(`Definition ${printable(name)} says this already: version ${version} stays.`);
    else context.out.line(`Definition ${printable(name)} is saved as version ${version}.`);
    return ok(undefined);
  });
}

async function readWhole(path: string, file: string): Promise<Result<TestDefinitionInput, Refused>> {
  const text = await readDefinition(path, file);
  if (!text.ok) return text;
  const checked = checkDefinition(text.value.value, text.value);
  if (!checked.ok) return checked;
  const { content } = checked.value;
  if (content !== undefined) return ok({ ...checked.value, content });
  return refuse(
    usageRefused(
      `${basename(file)} has no \`content\`.`,
      'A saved definition says where its tests are: a git repository, or files in it. A folder is sent by `gauntlet run`.',
    ),
  );
}

type Before = { definitionId: string; version: number } | null;

const save = (connection: Connection, body: TestDefinitionInput, before: Before) =>
  before === null
    ? askApi(connection.address, (api) => api.POST('/api/v1/definitions', { body }), DefinitionView)
    : askApi(
        connection.address,
        (api) =>
          api.PUT('/api/v1/definitions/{id}', {
            params: { path: { id: before.definitionId }, query: { expected: before.version } },
            body,
          }),
        DefinitionView,
      );
