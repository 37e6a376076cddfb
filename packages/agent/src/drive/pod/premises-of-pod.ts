/** A group in a pod of its own: the agent in one container, what is the user's in another. */
import { testEnvironment } from '@gauntlet/host/environment';
import { TREE_VARIABLE } from '@gauntlet/host/process-tree';
import type { Channel } from '../../channel/channel.ts';
import type { CommandEnvironments, Premises } from '../premises.ts';

/** What we put something before, or look for programs by. */
const READ = ['PATH', 'HOME', 'VIRTUAL_ENV', 'PYTHONPATH', 'NODE_PATH'];

/**
 * The image's own environment goes below the definition's, and stays where it is. So do the secrets: the
 * container has them as its variables, and no file of the channel has them.
 */
export const premisesOfPod = (
  channel: Channel,
  reportersFolder: string,
  mark: string,
  ofGit: Readonly<Record<string, string>>,
): Premises => ({
  kind: 'pod',
  host: channel,
  reportersFolder,
  environmentsOf: ({ definition: { environment }, secrets }) => {
    const isOpen = (name: string) => !Object.hasOwn(secrets, name);
    const open = Object.fromEntries(Object.entries(environment).filter(([name]) => isOpen(name)));
    let asked: Promise<CommandEnvironments> | null = null;
    const ask = async (): Promise<CommandEnvironments> => {
      const plain = await channel.readVariables(READ.filter(isOpen));
      return { plain, tests: { ...plain, ...open } };
    };
    return {
      git: testEnvironment(process.env, { ...ofGit, [TREE_VARIABLE]: mark }),
      commands: () => {
        asked ??= ask();
        return asked;
      },
    };
  },
});
