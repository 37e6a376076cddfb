/** One execution for a test: a protocol server, folders, and agents for its groups; all gone afterwards. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentEvent, TestDefinitionInput } from '@gauntlet/contract';
import { SHIPPED_FRAMEWORKS } from '@gauntlet/core/executions';
import { endTree } from '@gauntlet/host/process-tree';
import type { StartParameters } from '../start-line.ts';
import { type LaunchedAgent, launchAgent } from './launch-agent.ts';
import { createProtocolServer, type ProtocolServer } from './protocol-server.ts';
import {
  type AssignmentInput,
  addGroup,
  createProtocolState,
  type ProtocolGroup,
  type ProtocolState,
} from './protocol-state.ts';

export type Execution = {
  /** Of the test's own, outside of every group's. */
  folder: string;
  server: ProtocolServer;
  state: ProtocolState;
  addGroup: (role: 'lead' | 'follower') => ProtocolGroup;
  /** The agent of a group; again for the same group: in the same work folder. */
  launch: (group: ProtocolGroup, environment?: Record<string, string>) => LaunchedAgent;
  startLine: (group: ProtocolGroup) => StartParameters;
  workFolder: (group: ProtocolGroup) => string;
  /** Starts the server on another port and says so where agents look. */
  restartServer: () => Promise<void>;
  end: () => Promise<void>;
};

export const startExecution = async (
  definition: Omit<TestDefinitionInput, 'name'>,
  assignment: Partial<AssignmentInput> = {},
): Promise<Execution> => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'gauntlet-agent-')));
  const state = createProtocolState({
    definition: { name: 'a test', ...definition },
    frameworks: [...SHIPPED_FRAMEWORKS],
    ...assignment,
  });
  const server = createProtocolServer(state);
  const agents: LaunchedAgent[] = [];
  const urlFile = join(folder, 'server.url');
  const startServer = async () => {
    await server.start();
    writeFileSync(urlFile, `${server.url()}\n`);
  };
  await startServer();
  const workFolder = (group: ProtocolGroup) => join(folder, group.groupId);
  const cacheFolder = join(folder, 'cache');
  mkdirSync(cacheFolder);
  const startLine = (group: ProtocolGroup): StartParameters => ({
    ...{ url: server.url(), urlFile, token: group.token, cacheFolder },
    ...{ workFolder: workFolder(group), preparedFolder: join(folder, 'prepared') },
  });
  return {
    ...{ folder, server, state, workFolder, restartServer: startServer },
    addGroup: (role) => addGroup(state, role === 'lead'),
    startLine,
    launch: (group, environment) => {
      const agent = launchAgent(startLine(group), environment);
      agents.push(agent);
      return agent;
    },
    end: async () => {
      for (const { child, mark } of agents) {
        child.kill('SIGKILL');
        await endTree({ mark }, 0);
      }
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

export const commands = (
  scripts: Record<string, string>,
): Pick<TestDefinitionInput, 'framework' | 'commands' | 'content'> => ({
  framework: 'command',
  commands: Object.entries(scripts).map(([name, run]) => ({ name, run })),
  content: { type: 'inline', files: { 'README.md': 'a project' } },
});

/** What the server holds of each unit: `key: outcome, passed/failed/skipped`. */
export const summarize = ({ units }: ProtocolState): Record<string, string> =>
  Object.fromEntries(
    [...units.values()].map(({ key, ends, status, results }) => {
      const count = (wanted: string) => results.filter((result) => result.status === wanted).length;
      const end = ends.length === 1 ? ends[0]?.outcome : `${ends.length} ends`;
      return [
        key,
        `${status} ${end} ${count('passed')}/${count('failed') + count('error')}/${count('skipped')}`,
      ];
    }),
  );

export const eventsOf = <Type extends AgentEvent['type']>(group: ProtocolGroup, type: Type) =>
  group.events.filter((event): event is Extract<AgentEvent, { type: Type }> => event.type === type);

export const phasesOf = (group: ProtocolGroup): string[] =>
  eventsOf(group, 'phase').map(({ phase }) => phase);
