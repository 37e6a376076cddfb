/** Adding a cluster, and asking one what Gauntlet may do there. */
import { ClusterCheck, type ClusterPermission, ClusterProvider, ClusterView } from '@gauntlet/contract';
import { ok, type Result } from '@gauntlet/core/kernel';
import { type CommandContext, reportRefused } from '../command-context.ts';
import { askApi } from '../connection/api-client.ts';
import type { Connection } from '../connection/connection.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { ClusterAddOptions, ClusterCheckOptions } from '../program/option-types.ts';
import { type Refused, usageRefused } from '../refused.ts';
import { printable } from '../terminal/printable.ts';
import { type Column, printTable } from '../terminal/table.ts';
import { showCluster, withCluster } from './cluster.ts';
import { readAccess } from './cluster-access.ts';
import { withServer } from './with-server.ts';

/** The server gives up before. */
const TIMEOUT_MS = 90_000;

const check = ({ address }: Connection, id: string): Promise<Result<ClusterCheck, Refused>> =>
  askApi(
    address,
    (api) => api.POST('/api/v1/clusters/{id}/check', { params: { path: { id } } }),
    ClusterCheck,
    { timeoutMs: TIMEOUT_MS },
  );

export async function clusterAddCommand(
  context: CommandContext,
  name: string,
  options: ClusterAddOptions,
): Promise<ExitCode> {
  const provider = ClusterProvider.safeParse(options.provider ?? 'other');
  if (!provider.success)
    return reportRefused(
      context,
      usageRefused(
        `There is no provider "${options.provider}".`,
        `Providers are ${ClusterProvider.options.join(', ')}.`,
      ),
    );
  const access = await readAccess(context, options, 'always');
  if (!access.ok) return reportRefused(context, access.error);
  if (access.value === null) return reportRefused(context, usageRefused('No kubeconfig was given.'));
  const body = {
    name,
    provider: provider.data,
    region: options.region ?? null,
    access: access.value,
  };
  return withServer(context, async (connection) => {
    const added = await askApi(
      connection.address,
      (api) => api.POST('/api/v1/clusters', { body }),
      ClusterView,
    );
    if (!added.ok) return added;
    return tellAdded(context, connection, added.value);
  });
}

const READINESS = { ready: 'ready', partly: 'partly ready', unreachable: 'not ready' } as const;

/** Added it is, whatever the check says. */
async function tellAdded(
  context: CommandContext,
  connection: Connection,
  { clusterId, name }: ClusterView,
): Promise<Result<undefined, Refused>> {
  const checked = await check(connection, clusterId);
  if (!checked.ok) return checked;
  if (context.options.json) {
    const shown = await showCluster(connection, clusterId);
    if (!shown.ok) return shown;
    context.out.json(shown.value);
    return ok(undefined);
  }
  const { outcome, reason, version } = checked.value;
  const said = `${READINESS[outcome]}${outcome === 'unreachable' ? '' : `, with Kubernetes ${version ?? 'of an unknown version'}`}`;
  context.out.line(`The cluster ${printable(name)} is added, and ${said}.`);
  if (reason !== null) context.out.line(printable(reason));
  context.out.line(`Next: gauntlet environment add NAME --cluster ${printable(name)} --namespace NAMESPACE`);
  return ok(undefined);
}

export async function clusterCheckCommand(
  context: CommandContext,
  named: string,
  options: ClusterCheckOptions,
): Promise<ExitCode> {
  if (options.roles && context.options.json)
    return reportRefused(context, usageRefused('Either --roles or --json.'));
  return withCluster(context, named, async (connection, id) => {
    const checked = await check(connection, id);
    if (!checked.ok) return checked;
    if (context.options.json) context.out.json(checked.value);
    else if (options.roles) printRoles(context, checked.value);
    else printCheck(context, named, checked.value);
    return ok(isReady(checked.value) ? undefined : EXIT.couldNotRun);
  });
}

const isReady = ({ outcome, environments }: ClusterCheck) =>
  outcome === 'ready' && environments.every((environment) => environment.outcome === 'ready');

function printRoles(context: CommandContext, { roles, reason, environments }: ClusterCheck): void {
  if (roles !== null) {
    context.out.raw(roles);
    return;
  }
  const why = [reason, ...environments.map((environment) => environment.reason)].find(Boolean);
  context.err.line(printable(why ?? 'Nothing is missing.'));
}

function printCheck(context: CommandContext, named: string, found: ClusterCheck): void {
  const { out } = context;
  const { outcome, reason, version, permissions, environments, roles } = found;
  const sign = (ready: boolean) =>
    ready ? out.paint.green(out.symbols.passed) : out.paint.red(out.symbols.failed);
  const head = (title: string, ready: ClusterCheck['outcome'], why: string | null) => {
    const partly = ready === 'partly' ? 'partly ready. ' : '';
    out.line(
      `${sign(ready !== 'unreachable')} ${title}: ${partly}${printable(why ?? 'all that is needed is granted.')}`,
    );
  };
  head(version === null ? 'Cluster' : `Cluster, Kubernetes ${version}`, outcome, reason);
  for (const environment of environments) {
    const title = `Environment ${environment.name}, namespace ${environment.namespace}`;
    head(printable(title), environment.outcome, environment.reason);
  }
  const rows = [...permissions, ...uniquePlaces(environments)];
  if (rows.length === 0) return;
  out.line('');
  printTable(out, rows, columnsFor(context));
  if (roles === null) return;
  context.err.line('');
  context.err.line(`What grants it: gauntlet cluster check ${printable(named)} --roles | kubectl apply -f -`);
}

/** Environments may share a namespace. */
function uniquePlaces(environments: ClusterCheck['environments']): ClusterPermission[] {
  const places = new Map(environments.map((environment) => [environment.namespace, environment.permissions]));
  return [...places.values()].flat();
}

const COLOUR = { granted: 'green', missing: 'red', unknown: 'yellow' } as const;

const columnsFor = ({ out }: CommandContext): Column<ClusterPermission>[] => [
  {
    title: '',
    text: ({ outcome }) =>
      ({ granted: out.symbols.passed, missing: out.symbols.failed, unknown: '?' })[outcome],
    value: ({ outcome }) => outcome,
    paint: (text, { outcome }) => out.paint[COLOUR[outcome]](text),
  },
  { title: 'permission', text: ({ verb, resource }) => `${verb} ${resource}` },
  { title: 'where', text: ({ namespace }) => namespace ?? 'cluster', cut: 'end' },
  { title: 'to', text: ({ why }) => why, paint: (text) => out.paint.dim(text), cut: 'end' },
  { title: 'add', text: ({ add }) => add ?? '', cut: 'end' },
];
