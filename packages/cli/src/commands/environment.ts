/** Environments that executions can run in. */
import {
  EnvironmentConfiguration,
  EnvironmentId,
  EnvironmentList,
  EnvironmentView,
} from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type CommandContext, momentStyle, reportRefused } from '../command-context.ts';
import { askApi, callApi } from '../connection/api-client.ts';
import type { Connection } from '../connection/connection.ts';
import type { ExitCode } from '../exit-code.ts';
import type {
  EnvironmentAddOptions,
  EnvironmentChangeOptions,
  EnvironmentListOptions,
} from '../program/option-types.ts';
import { type Refused, usageRefused } from '../refused.ts';
import { momentText } from '../terminal/moments.ts';
import { printable } from '../terminal/printable.ts';
import type { Column } from '../terminal/table.ts';
import { findCluster, nameOf } from './cluster.ts';
import { applyConfiguration } from './environment-configuration.ts';
import { placeState } from './place-state.ts';
import { printFacts } from './print-facts.ts';
import { printPage } from './print-page.ts';
import { withServer } from './with-server.ts';

export function environmentListCommand(
  context: CommandContext,
  options: EnvironmentListOptions,
): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    const cluster =
      options.cluster === undefined ? ok(undefined) : await findCluster(connection, options.cluster);
    if (!cluster.ok) return cluster;
    const query = { limit: options.limit, cursor: options.cursor, clusterId: cluster.value };
    const page = await askApi(
      connection.address,
      (api) => api.GET('/api/v1/environments', { params: { query } }),
      EnvironmentList,
    );
    if (!page.ok) return page;
    const empty = ['There are no environments there. Add one: gauntlet environment add --help'];
    const next = 'gauntlet environment list';
    printPage(context, { ...page.value, columns: columnsFor(context), empty, next });
    return ok(undefined);
  });
}

const columnsFor = (context: CommandContext): Column<EnvironmentView>[] => [
  { title: 'name', text: (row) => row.name },
  { title: 'cluster', text: (row) => row.cluster.name },
  { title: 'namespace', text: (row) => row.namespace ?? '' },
  {
    title: 'status',
    text: (row) => row.status,
    paint: (text, row) => placeState(context.out.paint, row.status, text),
  },
  { title: 'id', text: (row) => row.environmentId, paint: context.out.paint.dim },
];

type Work = (connection: Connection, id: EnvironmentId) => Promise<Result<ExitCode | undefined, Refused>>;

const withEnvironment = (context: CommandContext, named: string, work: Work): Promise<ExitCode> =>
  withServer(context, async (connection) => {
    const id = await findEnvironment(connection, named);
    return id.ok ? work(connection, id.value) : id;
  });

async function findEnvironment(
  { address }: Connection,
  named: string,
): Promise<Result<EnvironmentId, Refused>> {
  const id = EnvironmentId.safeParse(named);
  if (id.success) return ok(id.data);
  const query = { limit: 1, name: nameOf(named) };
  const page = await askApi(
    address,
    (api) => api.GET('/api/v1/environments', { params: { query } }),
    EnvironmentList,
  );
  if (!page.ok) return page;
  const [found] = page.value.items;
  if (found) return ok(found.environmentId);
  return refuse(
    usageRefused(`There is no environment "${named}".`, '`gauntlet environment list` shows what there is.'),
  );
}

const show = ({ address }: Connection, id: EnvironmentId) =>
  askApi(
    address,
    (api) => api.GET('/api/v1/environments/{id}', { params: { path: { id } } }),
    EnvironmentView,
  );

export function environmentShowCommand(context: CommandContext, named: string): Promise<ExitCode> {
  return withEnvironment(context, named, async (connection, id) => {
    const shown = await show(connection, id);
    if (!shown.ok) return shown;
    if (context.options.json) context.out.json(shown.value);
    else printEnvironment(context, shown.value);
    return ok(undefined);
  });
}

function printEnvironment(context: CommandContext, environment: EnvironmentView): void {
  const moment = (at: string | null) => at && momentText(at, Date.now(), momentStyle(context));
  const { configuration } = environment;
  const set = Object.entries(configuration).filter(([, value]) => JSON.stringify(value).length > 2);
  printFacts(context, [
    ['name', environment.name],
    ['cluster', environment.cluster.name],
    ['namespace', environment.namespace],
    ['status', environment.status],
    ['why', environment.statusReason],
    ...(environment.runsOn === 'local' ? [] : set).map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
    ['checked', moment(environment.checkedAt)],
    ['added', moment(environment.createdAt)],
    ['id', environment.environmentId],
  ]);
}

export async function environmentAddCommand(
  context: CommandContext,
  name: string,
  options: EnvironmentAddOptions,
): Promise<ExitCode> {
  const configuration = applyConfiguration(EnvironmentConfiguration.parse({}), options);
  if (!configuration.ok) return reportRefused(context, configuration.error);
  return withServer(context, async (connection) => {
    const cluster = await findCluster(connection, options.cluster);
    if (!cluster.ok) return cluster;
    const { namespace } = options;
    const body = { name, clusterId: cluster.value, namespace, configuration: configuration.value };
    const added = await askApi(
      connection.address,
      (api) => api.POST('/api/v1/environments', { body }),
      EnvironmentView,
    );
    if (!added.ok) return added;
    if (context.options.json) context.out.json(added.value);
    else {
      const { cluster: place } = added.value;
      context.out.line(
        `The environment ${printable(name)} is added. Check it: gauntlet cluster check ${printable(place.name)}`,
      );
    }
    return ok(undefined);
  });
}

export async function environmentChangeCommand(
  context: CommandContext,
  named: string,
  options: EnvironmentChangeOptions,
): Promise<ExitCode> {
  const { name, namespace, enable, disable, ...configured } = options;
  if (enable && disable) return reportRefused(context, usageRefused('Either --enable or --disable.'));
  return withEnvironment(context, named, async (connection, id) => {
    const shown = await show(connection, id);
    if (!shown.ok) return shown;
    const configuration = applyConfiguration(shown.value.configuration, configured);
    if (!configuration.ok) return configuration;
    const body = {
      ...(name === undefined ? {} : { name }),
      ...(namespace === undefined ? {} : { namespace }),
      ...(Object.keys(configured).length === 0 ? {} : { configuration: configuration.value }),
      ...(enable || disable ? { state: enable ? ('enabled' as const) : ('disabled' as const) } : {}),
    };
    if (Object.keys(body).length === 0)
      return refuse(usageRefused('Nothing is changed.', 'See `gauntlet environment change --help`.'));
    const changed = await askApi(
      connection.address,
      (api) => api.PATCH('/api/v1/environments/{id}', { params: { path: { id } }, body }),
      EnvironmentView,
    );
    if (!changed.ok) return changed;
    if (context.options.json) context.out.json(changed.value);
    else context.out.line(`The environment ${printable(changed.value.name)} is ${changed.value.status}.`);
    return ok(undefined);
  });
}

export function environmentRemoveCommand(context: CommandContext, named: string): Promise<ExitCode> {
  return withEnvironment(context, named, async ({ address }, id) => {
    const path = { id };
    const removed = await callApi(address, (api) =>
      api.DELETE('/api/v1/environments/{id}', { params: { path } }),
    );
    if (!removed.ok) return removed;
    if (context.options.json) context.out.json({ environmentId: id });
    else context.out.line(`The environment ${printable(named)} is removed.`);
    return ok(undefined);
  });
}
