import { ArtifactList, type ArtifactType, type ArtifactView } from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import { type CommandContext, momentStyle } from '../command-context.ts';
import { askApi } from '../connection/api-client.ts';
import type { Connection } from '../connection/connection.ts';
import type { ExitCode } from '../exit-code.ts';
import { shortId } from '../follow/short-id.ts';
import type { ArtifactListOptions } from '../program/option-types.ts';
import { sizeText } from '../terminal/amounts.ts';
import { momentText } from '../terminal/moments.ts';
import type { Column } from '../terminal/table.ts';
import { printPage } from './print-page.ts';
import { withExecution } from './with-server.ts';

type ArtifactPage = { type?: string | undefined; limit: number; cursor?: string | undefined };

export function fetchArtifacts(connection: Connection, id: string, page: ArtifactPage) {
  // As a person typed it: the server knows the types there are, and refuses another.
  const query = { ...page, type: page.type as ArtifactType | undefined };
  return askApi(
    connection.address,
    (api) => api.GET('/api/v1/executions/{id}/artifacts', { params: { path: { id }, query } }),
    ArtifactList,
  );
}

function columnsFor(context: CommandContext): Column<ArtifactView>[] {
  const { paint } = context.out;
  const now = Date.now();
  return [
    {
      title: 'id',
      text: (row) => shortId(row.artifactId),
      value: (row) => row.artifactId,
      paint: paint.cyan,
    },
    { title: 'type', text: (row) => row.type },
    { title: 'name', text: (row) => row.name, cut: 'start' },
    {
      title: 'size',
      align: 'right',
      text: (row) => (row.state === 'stored' ? sizeText(row.sizeBytes) : row.state),
      value: (row) => String(row.sizeBytes),
    },
    {
      title: 'kept until',
      text: (row) =>
        row.expiresAt === null ? 'always' : momentText(row.expiresAt, now, momentStyle(context)),
      value: (row) => row.expiresAt ?? '',
      paint: paint.dim,
    },
  ];
}

export function artifactsCommand(
  context: CommandContext,
  typed: string,
  options: ArtifactListOptions,
): Promise<ExitCode> {
  return withExecution(context, typed, async (connection, executionId) => {
    const page = await fetchArtifacts(connection, executionId, options);
    if (!page.ok) return page;
    printPage(context, {
      ...page.value,
      columns: columnsFor(context),
      empty: ['This execution left no artifacts. Name files to keep by --artifact or in the definition.'],
      next: `gauntlet artifacts ${shortId(executionId)}`,
    });
    return ok(undefined);
  });
}
