/**
 * Counts what a group does, where somebody wants to know: it is pushed where the assignment names a Pushgateway, and
 * can be scraped where GAUNTLET_METRICS_PORT names a port. Otherwise nothing is loaded and nothing is counted.
 *
 * What goes wrong here is logged and changes nothing else.
 */
import type { AgentEvent, Assignment } from '@gauntlet/contract';
import type { AgentLog } from '../logs/agent-log.ts';
import type { ServerClient } from '../server-client/server-client.ts';
import type { Urgency } from '../spool/outbox.ts';
import type { AgentMetrics } from './agent-metrics.ts';
import type { GroupKey } from './push-metrics.ts';

type Report = (event: AgentEvent, urgency: Urgency, onAccepted?: () => void) => void;

export type GroupWatch = {
  watchClient: (client: ServerClient) => ServerClient;
  watchReports: <Group extends { report: Report }>(group: Group) => Group;
  /** Tells the last of it. */
  end: () => Promise<void>;
};

const UNWATCHED: GroupWatch = {
  watchClient: (client) => client,
  watchReports: (group) => group,
  end: () => Promise.resolve(),
};

export const watchGroup = async (
  { executionId, groupId, pushgatewayUrl }: GroupKey & Pick<Assignment, 'pushgatewayUrl'>,
  environment: NodeJS.ProcessEnv,
  log: AgentLog,
): Promise<GroupWatch> => {
  const port = Number(environment.GAUNTLET_METRICS_PORT);
  if (pushgatewayUrl === undefined && !port) return UNWATCHED;
  const { createAgentMetrics } = await import('./agent-metrics.ts');
  const metrics = createAgentMetrics();
  const ends: (() => Promise<void> | void)[] = [];
  if (port) ends.push(await serve(port, metrics, log));
  if (pushgatewayUrl !== undefined)
    ends.push(await push(pushgatewayUrl, { executionId, groupId }, metrics, log));
  return {
    watchClient: (client) => countingClient(client, metrics),
    watchReports: (group) => ({ ...group, report: countingReport(group.report, metrics) }),
    end: async () => {
      for (const end of ends) await end();
    },
  };
};

const serve = async (port: number, { render }: AgentMetrics, log: AgentLog): Promise<() => void> => {
  const { serveMetrics } = await import('./serve-metrics.ts');
  try {
    return (await serveMetrics(port, render)).end;
  } catch (cause) {
    log.warn('metrics cannot be scraped', { why: (cause as Error).message });
    return () => undefined;
  }
};

const push = async (gateway: string, key: GroupKey, { render }: AgentMetrics, log: AgentLog) => {
  const { pushMetrics } = await import('./push-metrics.ts');
  return pushMetrics(gateway, key, render, (why) => log.warn('metrics cannot be pushed', { why })).end;
};

const countingReport =
  (report: Report, metrics: AgentMetrics): Report =>
  (event, urgency, onAccepted) => {
    const noteAccepted = metrics.noteReported(event);
    report(event, urgency, () => {
      noteAccepted();
      onAccepted?.();
    });
  };

const countingClient = (client: ServerClient, { noteSentBytes }: AgentMetrics): ServerClient => ({
  ...client,
  report: async (body) => {
    const answered = await client.report(body);
    if (answered.ok) noteSentBytes('reports', body.length);
    return answered;
  },
  sendLog: async (stream, offset, content) => {
    const answered = await client.sendLog(stream, offset, content);
    if (answered.ok) noteSentBytes('logs', content.length);
    return answered;
  },
  upload: async (query, content) => {
    const answered = await client.upload(query, content);
    if (answered.ok) noteSentBytes('artifacts', content.sizeBytes);
    return answered;
  },
  completeUpload: async (file) => {
    const answered = await client.completeUpload(file);
    if (answered.ok) noteSentBytes('artifacts', file.sizeBytes);
    return answered;
  },
});
