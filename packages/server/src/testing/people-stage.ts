/** The whole server with people of several teams and roles, each with a token that may do all they may. */
import { type Role, SignedIn, type TeamId, type UserId } from '@gauntlet/contract';
import { scopesOfRoles } from '@gauntlet/core/identity';
import { createTokenIn } from '../identity/index.ts';
import { createHttpStage } from './http-stage.ts';

export type PeopleStage = Awaited<ReturnType<typeof createPeopleStage>>;
export type TestTeam = { teamId: TeamId; teamName: string };
export type TestPerson = TestTeam & { userId: UserId; username: string; token: string; tokenName: string };
export type Act = {
  action: string;
  target: { kind: string; id: string | null; name: string | null };
  detail: Record<string, unknown>;
  by: { userId: string | null; username: string | null; via: string };
};
export const PASSWORD = 'correct horse battery';

export async function createPeopleStage() {
  const stage = await createHttpStage();
  let made = 0;
  const newTeam = async (name = 'team'): Promise<TestTeam> => {
    made += 1;
    const team = { teamId: stage.ids.next<TeamId>(), teamName: `${name}-${made}` };
    const row = { team_id: team.teamId, team_name: team.teamName };
    await stage.database.insertInto('teams').values(row).execute();
    return team;
  };
  const newPerson = async (name: string, team: TestTeam, roles: readonly Role[]): Promise<TestPerson> => {
    made += 1;
    const person = { ...team, userId: stage.ids.next<UserId>(), username: `${name}-${made}` };
    const { userId, username } = person;
    const row = { user_id: userId, username, team_id: team.teamId, roles: JSON.stringify(roles) };
    await stage.database.insertInto('users').values(row).execute();
    const tokenName = `${username}'s`;
    const order = { userId, name: tokenName, kind: 'token', scopes: scopesOfRoles(roles) } as const;
    // Not an act of theirs: the trail begins with what a test has them do.
    const make = stage.inTransaction((tx) => createTokenIn(stage, tx, { ...order, expiresInSeconds: null }));
    return { ...person, tokenName, token: (await make).token };
  };
  /** A lead and a developer of one team, and a lead of another. */
  const newCast = async () => {
    const [ours, theirs] = [await newTeam('ours'), await newTeam('theirs')];
    return {
      ...{ ours, theirs },
      lead: await newPerson('lead', ours, ['lead']),
      dev: await newPerson('dev', ours, ['developer']),
      stranger: await newPerson('stranger', theirs, ['lead']),
    };
  };
  const call = (
    who: { token: string } | null,
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    json?: unknown,
  ) =>
    fetch(`${stage.address}/api/v1${path}`, {
      method,
      headers: {
        ...(who === null ? {} : { authorization: `Bearer ${who.token}` }),
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
  return {
    ...stage,
    newTeam,
    newPerson,
    newCast,
    call,
    /** The server's own first admin. */
    admin: { ...stage.actor, token: stage.token },
    setPassword: async (userId: UserId) => {
      const hash = await stage.passwordHasher.hash(PASSWORD);
      await stage.inTransaction((tx) => stage.passwords.save(tx, userId, hash));
    },
    logIn: async (username: string, password = PASSWORD) => {
      const answer = await call(null, 'POST', '/auth/login', { username, password });
      if (answer.status !== 200) return { status: answer.status, token: '', cookie: '' };
      const cookie = answer.headers.getSetCookie().map((each) => each.split(';')[0] ?? '');
      const { accessToken } = SignedIn.parse(await answer.json());
      return { status: 200, token: accessToken ?? '', cookie: cookie.join('; ') };
    },
    /** As a page of the server would go on with its session. */
    refresh: async (cookie: string) => {
      const headers = { cookie, origin: stage.address, 'x-gauntlet-csrf': '1' };
      return (await fetch(`${stage.address}/api/v1/auth/refresh`, { method: 'POST', headers })).status;
    },
    statusOf: async (token: string) => (await call({ token }, 'GET', '/me')).status,
    /** What looks like a token, a code or a hash of a password, in whatever is given. */
    secretsIn: (anything: unknown): string[] =>
      JSON.stringify(anything).match(/g[a-z]{2}_[\w-]{20,}|\$argon2\S+|correct horse|new long/g) ?? [],
    actsOf: async ({ teamId }: { teamId: TeamId }): Promise<Act[]> => {
      const events = await stage.events.readStream(`audit-${teamId}`, 0, 1000);
      return events.map(({ data }) => data as Act);
    },
  };
}
