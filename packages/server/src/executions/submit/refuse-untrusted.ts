/** Processes of the server's own host can read what it can read: its keys, and so everything of everybody. */
import type { Refusal } from '@gauntlet/contract';
import type { Workspace } from '../../identity/index.ts';
import type { HostTrust } from '../ports.ts';

/** Asked of the team that the execution is of: whom it shows into a project it trusts itself. */
export async function refuseUntrusted(
  { hostTrust }: { hostTrust: HostTrust },
  { teamId }: Workspace,
): Promise<Refusal<'not-allowed'> | null> {
  if (await hostTrust.mayRun(teamId)) return null;
  return {
    code: 'not-allowed',
    message:
      "Tests run here as processes of the server's own host, where they can read what it can read, so only teams that are trusted with that run any. Whoever runs the server names yours in GAUNTLET_TRUSTED_TEAMS, or gives it a server of its own.",
  };
}
