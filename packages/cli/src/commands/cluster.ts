/** Clusters that this server knows: what there are, how they are reached, and what their last check said. */
import { ClusterId, ClusterList, ClusterView } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type CommandContext, momentStyle, reportRefused } from '../command-context.ts';
import { askApi, callApi } from '../connection/api-client.ts';
import type { Connection } from '../connection/connection.ts';
import type { ExitCode } from '../exit-code.ts';
import type { ClusterChangeOptions, PageOptions } from '../program/option-types.ts';
import { type Refused, usageRefused } from '../refused.ts';
import { momentText } from '../terminal/moments.ts';
import { printable } from '../terminal/printable.ts';
import type { Column } from '../terminal/table.ts';
import { readAccess } from './cluster-access.ts';
import { placeState } from './place-state.ts';
import { printFacts } from './print-facts.ts';
import { printPage } from './print-page.ts';
import { withServer } from './with-server.ts';

export function clusterListCommand(context: CommandContext, options: PageOptions): Promise<ExitCode> {
  return withServer(context, async ({ address }) => {
    const query = { limit: options.limit, cursor: options.cursor };
    const page = await askApi(
      address,
      (api) => api.GET('/api/v1/clusters', { params: { query } }),
      ClusterList,
    );
    if (!page.ok) return page;
    const columns = columnsFor(context);
    printPage(context, { ...page.value, columns, empty: [], next: 'gauntlet cluster list' });
    return ok(undefined);
  });
}

const columnsFor = (context: CommandContext): Column<ClusterView>[] => [
  { title: 'name', text: (row) => row.name },
  { title: 'provider', text: (row) => row.provider },
  {
    title: 'status',
    text: (row) => row.status,
    paint: (text, row) => placeState(context.out.paint, row.status, text),
  },
  { title: 'environments', text: (row) => String(row.environments), align: 'right' },
  { title: 'API server', text: (row) => row.apiServer ?? '', cut: 'end' },
  { title: 'id', text: (row) => row.clusterId, paint: context.out.paint.dim },
];

export async function findCluster(
  { address }: Connection,
  named: string,
): Promise<Result<ClusterId, Refused>> {
  const id = ClusterId.safeParse(named);
  if (id.success) return ok(id.data);
  const query = { limit: 1, name: nameOf(named) };
  const page = await askApi(
    address,
    (api) => api.GET('/api/v1/clusters', { params: { query } }),
    ClusterList,
  );
  if (!page.ok) return page;
  const [found] = page.value.items;
  return found
    ? ok(found.clusterId)
    : refuse(usageRefused(`There is no cluster "${named}".`, '`gauntlet cluster list` shows what there is.'));
}

/** What cannot be a name is none: asked for, it would be refused as a wrong question. */
export const nameOf = (typed: string): string => (/^[a-z0-9-]{1,63}$/.test(typed) ? typed : 'no-such-name');

type Work = (connection: Connection, id: ClusterId) => Promise<Result<ExitCode | undefined, Refused>>;

export const withCluster = (context: CommandContext, named: string, work: Work): Promise<ExitCode> =>
  withServer(context, async (connection) => {
    const id = await findCluster(connection, named);
    return id.ok ? work(connection, id.value) : id;
  });

export const showCluster = ({ address }: Connection, id: ClusterId) =>
  askApi(address, (api) => api.GET('/api/v1/clusters/{id}', { params: { path: { id } } }), ClusterView);

export function clusterShowCommand(context: CommandContext, named: string): Promise<ExitCode> {
  return withCluster(context, named, async (connection, id) => {
    const shown = await showCluster(connection, id);
    if (!shown.ok) return shown;
    if (context.options.json) context.out.json(shown.value);
    else printCluster(context, shown.value);
    return ok(undefined);
  });
}

function printCluster(context: CommandContext, cluster: ClusterView): void {
  const moment = (at: string) => momentText(at, Date.now(), momentStyle(context));
  const { lastCheck } = cluster;
  printFacts(context, [
    ['name', cluster.name],
    ['provider', cluster.provider],
    ['region', cluster.region],
    ['reached by', cluster.access],
    ['API server', cluster.apiServer],
    ['credential', cluster.credential && `${cluster.credential} (set)`],
    ['status', cluster.status],
    ['why', cluster.statusReason],
    ['environments', String(cluster.environments)],
    ['Kubernetes', lastCheck?.version ?? null],
    ['checked', lastCheck && moment(lastCheck.checkedAt)],
    ['added', moment(cluster.createdAt)],
    ['id', cluster.clusterId],
  ]);
}

export async function clusterChangeCommand(
  context: CommandContext,
  named: string,
  options: ClusterChangeOptions,
): Promise<ExitCode> {
  const { name, provider, region, enable, disable } = options;
  if (enable && disable) return reportRefused(context, usageRefused('Either --enable or --disable.'));
  const access = await readAccess(context, options, 'if-said');
  if (!access.ok) return reportRefused(context, access.error);
  return withCluster(context, named, async ({ address }, id) => {
    const body = {
      ...(name === undefined ? {} : { name }),
      ...(provider === undefined ? {} : { provider }),
      ...(region === undefined ? {} : { region: region === 'none' ? null : region }),
      ...(access.value === null ? {} : { access: access.value }),
      ...(enable || disable ? { state: enable ? ('enabled' as const) : ('disabled' as const) } : {}),
    };
    if (Object.keys(body).length === 0)
      return refuse(usageRefused('Nothing is changed.', 'See `gauntlet cluster change --help`.'));
    const changed = await askApi(
      address,
      (api) => api.PATCH('/api/v1/clusters/{id}', { params: { path: { id } }, body }),
      ClusterView,
    );
    if (!changed.ok) return changed;
    if (context.options.json) context.out.json(changed.value);
    else context.out.line(changedText(changed.value));
    return ok(undefined);
  });
}

function changedText({ name, status, statusReason }: ClusterView): string {
  const called = printable(name);
  if (status === 'unreachable' && statusReason?.includes('was not checked'))
    return `The cluster ${called} is changed. Check it: gauntlet cluster check ${called}`;
  return `The cluster ${called} is ${status}.`;
}

export function clusterRemoveCommand(context: CommandContext, named: string): Promise<ExitCode> {
  return withCluster(context, named, async ({ address }, id) => {
    const path = { id };
    const removed = await callApi(address, (api) =>
      api.DELETE('/api/v1/clusters/{id}', { params: { path } }),
    );
    if (!removed.ok) return removed;
    if (context.options.json) context.out.json({ clusterId: id });
    else context.out.line(`The cluster ${printable(named)} is removed, and its kubeconfig with it.`);
    return ok(undefined);
  });
}
