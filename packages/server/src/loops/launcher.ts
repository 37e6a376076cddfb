/** Starts the processes of groups that wait for one on this node. */
import { type LaunchDeps, launchGroups } from '../executions/index.ts';
import type { WakeListener } from '../kernel/wake.ts';
import { createLoop, type Loop } from './loop.ts';

export const createLauncherLoop = (deps: LaunchDeps & { wakes: WakeListener }): Loop =>
  createLoop({
    name: 'launcher',
    everySeconds: 5,
    wakes: deps.wakes,
    wakeOn: ['groups'],
    log: deps.log,
    work: async () => ((await launchGroups(deps)) > 0 ? 'more' : 'done'),
  });
