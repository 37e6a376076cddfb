/** Where a group is at home: what differs between processes of this host and a pod. */
import type { Assignment } from '@gauntlet/contract';
import { ownedByCaller, testEnvironment } from '@gauntlet/host/environment';
import { TREE_VARIABLE } from '@gauntlet/host/process-tree';
import type { CommandHost } from '../process/command-host.ts';
import { LOCAL_HOST } from '../process/local-host.ts';

export type CommandEnvironments = {
  /** For the tests and the set-up: the definition's own values among it. */
  tests: Record<string, string>;
  /** Without those. */
  plain: Record<string, string>;
};

export type Environments = {
  /** For git, which runs beside the agent. */
  git: Record<string, string>;
  /** For whatever the user's code runs in; a pod's container has to be there first. */
  commands: () => Promise<CommandEnvironments>;
};

export type Premises = {
  kind: 'host' | 'pod';
  host: CommandHost;
  environmentsOf: (assignment: Assignment) => Environments;
  /** Where the tests see Gauntlet's reporters, if not where the agent has them. */
  reportersFolder?: string;
};

/** `mark` is carried by all that the group runs, git included. */
export const premisesOfHost = (mark: string): Premises => ({
  kind: 'host',
  host: LOCAL_HOST,
  environmentsOf: ({ definition: { content, environment }, secrets }) => {
    const ours = { [TREE_VARIABLE]: mark };
    const own = ownedByCaller(process.env, content.type === 'archive' ? content.hostEnvironment : undefined);
    const plain = testEnvironment(own, ours);
    const tests = testEnvironment(own, { ...environment, ...secrets, ...ours });
    return { git: plain, commands: async () => ({ tests, plain }) };
  },
});
