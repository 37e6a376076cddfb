/**
 * Groups as processes of this host: each an agent, detached, in a workspace of its own.
 *
 * Owns: the folder work/<execution>/ of each execution, and a few warm agents that wait for a start
 * line. Does not own: the group's row, or what the agent does. Invariants: whatever a group started
 * carries the group's mark in its environment, so that nothing of it is left after kill(); no secret and
 * no token is in an argument or in the environment of a process.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { ExecutionId } from '@gauntlet/contract';
import { ok, refuse } from '@gauntlet/core/kernel';
import { endTree, isSameProcess, processStartedAt, TREE_VARIABLE } from '@gauntlet/host/process-tree';
import type { Executor, Group, LaunchOrder } from '../../executions/index.ts';
import type { Log } from '../../kernel/log.ts';
import { agentEnvironment } from './agent-environment.ts';
import { removeFolder } from './remove-folder.ts';
import { rotateLog } from './rotate-log.ts';

export type LocalProcessSettings = {
  dataFolder: string;
  agentEntry: string;
  serverUrl: () => string;
  warmAgents: number;
  environment: NodeJS.ProcessEnv;
  log: Log;
  /** Told when an agent of ours exits, so that nobody waits for the next look. */
  onExit: () => void;
};

export type LocalProcessExecutor = Executor & {
  start(): void;
  /** Ends the warm agents, and waits until no agent started here is left. */
  close(): Promise<void>;
};

const END_SECONDS = 5;

type WarmAgent = { child: ChildProcess; mark: string };

export function createLocalProcessExecutor(settings: LocalProcessSettings): LocalProcessExecutor {
  const warm: WarmAgent[] = [];
  const children = new Set<ChildProcess>();
  let open = true;
  const begin = (): WarmAgent => {
    const agent = startAgent(settings);
    children.add(agent.child);
    agent.child.once('exit', () => children.delete(agent.child));
    return agent;
  };
  const refill = () => {
    while (open && warm.length < settings.warmAgents) warm.push(begin());
  };
  const take = (): WarmAgent => {
    const ready = warm.shift();
    return ready && ready.child.exitCode === null && ready.child.signalCode === null ? ready : begin();
  };
  return {
    start: () => {
      rotateLog(agentsLog(settings.dataFolder));
      refill();
    },
    close: async () => {
      open = false;
      for (const { child } of warm.splice(0)) child.stdin?.end();
      await Promise.all([...children].map((child) => waitForEnd(child)));
    },
    launch: async (order) => {
      const launched = await launch(settings, take(), order);
      // Later: a new process starting now would slow the one that has work.
      setTimeout(refill, 300).unref();
      return launched;
    },
    stop: async (group) => void (await signal(group, 'SIGTERM')),
    kill: (group) => kill(settings, group),
    isAlive: async ({ pid, processStartedAt }) =>
      pid !== null && processStartedAt !== null && (await isSameProcess(pid, processStartedAt)),
    owns: async (group) => (await readMark(settings, group)) !== undefined,
    cleanUp: async (executionId) => {
      await removeFolder(join(settings.dataFolder, 'work', executionId));
      await removeFolder(marksFolder(settings.dataFolder, executionId));
    },
    listKept: () => listKept(settings.dataFolder),
  };
}

/** Whoever is still there has been told to end, by TERM or by an end of its input. */
async function waitForEnd(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const late = setTimeout(() => child.kill('SIGKILL'), END_SECONDS * 1000);
  await once(child, 'exit');
  clearTimeout(late);
}

/** No folder yet: nothing has run here. */
const listKept = async (dataFolder: string): Promise<ExecutionId[]> => {
  const names: string[] = await readdir(join(dataFolder, 'work')).catch(() => []);
  return names.filter(isExecutionId);
};

const isExecutionId = (name: string): name is ExecutionId =>
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name);

const agentsLog = (dataFolder: string) => join(dataFolder, 'logs', 'agents.log');

function startAgent({ agentEntry, dataFolder, environment, onExit, log }: LocalProcessSettings): WarmAgent {
  const mark = `gauntlet-${randomBytes(12).toString('hex')}`;
  mkdirSync(join(dataFolder, 'logs'), { recursive: true });
  const logFile = openSync(agentsLog(dataFolder), 'a', 0o600);
  const child = spawn(process.execPath, [agentEntry], {
    detached: true,
    stdio: ['pipe', logFile, logFile],
    env: { ...agentEnvironment(environment), [TREE_VARIABLE]: mark },
  });
  closeSync(logFile);
  child.unref();
  child.on('exit', onExit);
  child.on('error', (cause) => log.error({ cause: String(cause) }, 'an agent could not be started'));
  child.stdin?.on('error', (cause) =>
    log.warn({ cause: String(cause) }, 'an agent ended before it was given work'),
  );
  return { child, mark };
}

async function launch(settings: LocalProcessSettings, agent: WarmAgent, order: LaunchOrder) {
  const { pid } = agent.child;
  if (pid === undefined)
    return refuse({
      code: 'executor-failed' as const,
      message: "The agent's process could not be started on this host.",
    });
  const executionFolder = join(settings.dataFolder, 'work', order.executionId);
  const workFolder = join(executionFolder, order.groupId);
  await mkdir(workFolder, { recursive: true, mode: 0o700 });
  // Before the start line: from then on there may be a tree to end.
  await keepMark(settings.dataFolder, order, agent.mark);
  const startedAt = await processStartedAt(pid);
  if (startedAt === null)
    return refuse({
      code: 'executor-failed' as const,
      message: `The agent's process ended at once; see ${join(settings.dataFolder, 'logs', 'agents.log')}.`,
    });
  agent.child.stdin?.end(`${JSON.stringify(startLine(settings, order, executionFolder, workFolder))}\n`);
  return ok({ host: hostname(), pid, startedAt });
}

type OneGroup = { executionId: string; groupId: string };

/** Apart from the workspace, where a test could change it by mistake. */
const marksFolder = (dataFolder: string, executionId: string) => join(dataFolder, 'marks', executionId);

async function keepMark(dataFolder: string, { executionId, groupId }: OneGroup, mark: string): Promise<void> {
  const folder = marksFolder(dataFolder, executionId);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, groupId), mark, { mode: 0o600 });
}

const startLine = (
  settings: LocalProcessSettings,
  { teamId, projectId, token }: LaunchOrder,
  executionFolder: string,
  workFolder: string,
) => ({
  url: settings.serverUrl(),
  urlFile: join(settings.dataFolder, 'server.url'),
  token,
  workFolder,
  preparedFolder: join(executionFolder, 'prepared'),
  cacheFolder: join(settings.dataFolder, 'cache', projectId ?? teamId),
});

async function signal(group: Group, name: NodeJS.Signals): Promise<void> {
  if (group.pid === null || group.processStartedAt === null) return;
  if (!(await isSameProcess(group.pid, group.processStartedAt))) return;
  try {
    process.kill(group.pid, name);
  } catch {
    // It ended between the look and the signal: what was wanted has come about.
  }
}

/** Undefined for a group that this server never launched. */
const readMark = ({ dataFolder }: LocalProcessSettings, { executionId, groupId }: OneGroup) =>
  readFile(join(marksFolder(dataFolder, executionId), groupId), 'utf8').catch(() => undefined);

async function kill(settings: LocalProcessSettings, group: Group): Promise<void> {
  await signal(group, 'SIGKILL');
  const mark = await readMark(settings, group);
  const left = mark === undefined ? [] : await endTree({ mark }, 0);
  if (left.length > 0)
    settings.log.error({ executionId: group.executionId, pids: left }, 'processes could not be ended');
}
