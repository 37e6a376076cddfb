import { spawn } from 'node:child_process';
import type { PostgresUser } from './postgres-user.ts';

/** No PG* variable of the caller may point these programs elsewhere; messages stay in English to be read. */
const PROGRAM_ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C' };

/**
 * Starts a program of PostgreSQL as the right user, in a session of its own: Ctrl-C in the terminal ends
 * Gauntlet, and Gauntlet ends its database.
 *
 * @param output open for appending; both of the program's streams go there
 */
export function startProgram(user: PostgresUser, program: string, args: string[], output: number) {
  const [command = program, ...rest] = [...user.prefix, program, ...args];
  return spawn(command, rest, {
    ...user.credentials,
    cwd: '/', // the caller's own folder may be closed to that user
    env: PROGRAM_ENVIRONMENT,
    detached: true,
    stdio: ['ignore', output, output],
  });
}
