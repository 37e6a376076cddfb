/** Which teams' tests may run beside the server: its own team's, and those that its operator names. */
import type { HostTrust } from '../../executions/index.ts';
import type { Database } from './database.ts';

/**
 * `everybody`, `nobody`, or names of teams, exactly as they are (`Web` may be another than `web`), besides the
 * server's own.
 */
export type TrustedTeams = 'everybody' | 'nobody' | readonly string[];

export function createPostgresHostTrust(database: Database, trusted: TrustedTeams): HostTrust {
  return {
    mayRun: async (teamId) => {
      if (trusted === 'everybody' || trusted === 'nobody') return trusted === 'everybody';
      // The first start makes the first team, and its admin: whoever runs the server.
      const own = database
        .selectFrom('teams')
        .select('team_id')
        .orderBy('created_at')
        .orderBy('team_id')
        .limit(1);
      const team = await database
        .selectFrom('teams')
        .select((row) => ['team_name', row('team_id', '=', own).as('is_own')])
        .where('team_id', '=', teamId)
        .executeTakeFirst();
      if (!team) return false;
      return Boolean(team.is_own) || trusted.includes(team.team_name);
    },
  };
}
