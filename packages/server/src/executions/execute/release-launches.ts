/**
 * At a server's start: launches that it had claimed before it died, and that nothing came of, are claimed
 * anew. Whatever of such an agent may live has done nothing yet, since its group never said hello: it ends.
 */
import type { Log } from '../../kernel/log.ts';
import type { PodGroupStore } from '../pods/pod-groups.ts';
import type { Executor, GroupStore } from './ports.ts';

export type ReleaseDeps = {
  place: string;
  nodeName: string;
  groups: GroupStore;
  podGroups: Pick<PodGroupStore, 'releaseClaimsOf'>;
  executor: Executor;
  log: Log;
};

/** To be called while the server that made the claims is known to be dead: by the owner of its data folder. */
export async function releaseLaunches(deps: ReleaseDeps): Promise<void> {
  // Jobs that were made nevertheless are seen, and known by their groups.
  await deps.podGroups.releaseClaimsOf(deps.place);
  const claimed = await deps.groups.listClaimedBy(deps.place);
  for (const group of claimed) {
    // Before its processes end: from here on its token is nobody's, so that it cannot say hello any more.
    if (!(await deps.groups.releaseLaunch(group.groupId))) continue;
    await deps.executor.kill(group);
    deps.log.info({ executionId: group.executionId, group: group.index }, 'its launch is begun anew');
  }
}
