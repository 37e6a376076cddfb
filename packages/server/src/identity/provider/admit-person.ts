/**
 * Who of the provider's people gets in, as whom. An account is found by issuer and subject alone: names and
 * addresses change hands. Team and roles of accounts that came by the provider follow its groups; where that
 * changes them, sessions of before end.
 */
import type { TeamId, UserId } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Tx } from '../../kernel/tx.ts';
import { type Act, type AuditDeps, NOBODY, recordActIn } from '../audit.ts';
import type { PeopleStore } from '../people/ports.ts';
import type { People } from '../ports.ts';
import type { Person, SessionStore, Visitor } from '../sessions/ports.ts';
import { type Place, placeByGroups } from './place-by-groups.ts';
import type { AccountRow, ProviderAccounts, ProviderPerson, ProviderRules } from './ports.ts';
import { numbered, usernameFor } from './username-for.ts';

export type AdmitDeps = AuditDeps & {
  accounts: ProviderAccounts;
  people: Pick<People, 'oldestAdminTeam'>;
  peopleStore: Pick<PeopleStore, 'countOtherAdmins' | 'removeLinks'>;
  sessions: Pick<SessionStore, 'end'>;
  ids: Ids;
  clock: Clock;
  rules: ProviderRules;
};

export type NotAdmitted = {
  why: 'no-mapped-group' | 'user-inactive' | 'team-inactive' | 'address-linked-already';
  message: string;
  /** Null: a stranger. */
  person: Person | null;
};

export type Admission = Result<Person, NotAdmitted>;

const NO_GROUP =
  'You are known to the identity provider, but none of your groups there lets you in here. Ask whoever runs this server to map one of them.';
const USER_INACTIVE = 'Your account here is deactivated. Ask whoever runs this server.';
const TEAM_INACTIVE = 'Your team here is deactivated. Ask whoever runs this server.';
const LINKED_ALREADY =
  'The account with your e-mail address belongs to somebody else at the identity provider. Ask whoever runs this server.';
const MOST_NAMESAKES = 200;

export async function admitPerson(
  deps: AdmitDeps,
  tx: Tx,
  who: ProviderPerson,
  from: Visitor,
): Promise<Admission> {
  const { accounts, clock, rules } = deps;
  const place = placeByGroups(rules.roleMap, who.groups);
  const known = await accounts.find(tx, who.issuer, who.subject);
  if (known) {
    await accounts.noteUse(tx, who.issuer, who.subject, clock.now());
    return known.managesUser ? follow(deps, tx, known, place, from) : letIn(known, place);
  }
  if (!place) return refuse({ why: 'no-mapped-group', message: NO_GROUP, person: null });
  return (await link(deps, tx, who, place)) ?? create(deps, tx, who, place, from);
}

/** Somebody whose team and roles are kept here. */
function letIn(account: AccountRow, place: Place | null): Admission {
  const person = personOf(account);
  if (!account.userActive) return refuse({ why: 'user-inactive', message: USER_INACTIVE, person });
  if (!account.teamActive) return refuse({ why: 'team-inactive', message: TEAM_INACTIVE, person });
  return place ? ok(person) : refuse({ why: 'no-mapped-group', message: NO_GROUP, person });
}

/** Who has left every group keeps the account without a role: their tokens then do nothing. */
async function follow(
  deps: AdmitDeps,
  tx: Tx,
  account: AccountRow,
  place: Place | null,
  from: Visitor,
): Promise<Admission> {
  const team = place ? await ensureTeam(deps, tx, place.team, from) : null;
  const teamId = team?.teamId ?? account.teamId;
  const roles = place?.roles ?? [];
  // Groups change elsewhere, by people who do not see that nobody would look after this server any more.
  if (await takesLastAdmin(deps, tx, account, roles)) return letIn(account, place);
  if (teamId !== account.teamId || !sameWords(roles, account.roles)) {
    const { userId, username } = account;
    await deps.accounts.place(tx, userId, { teamId, roles });
    await deps.peopleStore.removeLinks(tx, userId);
    const order = { userId, why: 'the roles or the home team changed' };
    const ended = await deps.sessions.end(tx, order, deps.clock.now());
    await tell(deps, tx, teamId, from, {
      action: 'user.change',
      target: { kind: 'user', id: userId, name: username },
      detail: {
        roles: { from: account.roles, to: roles },
        teamId: { from: account.teamId, to: teamId },
        sessionsEnded: ended.length,
      },
      of: [account.teamId],
    });
  }
  return letIn({ ...account, teamId, teamActive: team?.active ?? account.teamActive }, place);
}

async function takesLastAdmin(
  { peopleStore }: AdmitDeps,
  tx: Tx,
  { userId, userActive, teamActive, roles }: AccountRow,
  wanted: readonly string[],
): Promise<boolean> {
  if (!userActive || !teamActive || !roles.includes('admin') || wanted.includes('admin')) return false;
  return (await peopleStore.countOtherAdmins(tx, { userId })) === 0;
}

/** A local account, where the setting allows it and the provider has verified the address. */
async function link(
  { accounts, clock, rules }: AdmitDeps,
  tx: Tx,
  who: ProviderPerson,
  place: Place,
): Promise<Admission | null> {
  if (!rules.linkByEmail || who.email === null) return null;
  const local = await accounts.findByEmail(tx, who.email, who.issuer);
  if (!local) return null;
  if (local.linked) return refuse({ why: 'address-linked-already', message: LINKED_ALREADY, person: null });
  const admitted = letIn(local, place);
  if (!admitted.ok) return admitted;
  const { issuer, subject } = who;
  await accounts.insertIdentity(tx, {
    issuer,
    subject,
    userId: local.userId,
    managesUser: false,
    now: clock.now(),
  });
  return admitted;
}

async function create(
  deps: AdmitDeps,
  tx: Tx,
  who: ProviderPerson,
  place: Place,
  from: Visitor,
): Promise<Admission> {
  const { accounts, ids, clock } = deps;
  const team = await ensureTeam(deps, tx, place.team, from);
  if (!team.active) return refuse({ why: 'team-inactive', message: TEAM_INACTIVE, person: null });
  const userId = ids.next<UserId>();
  // An address that an account here has already stays with that one.
  const isFree = who.email !== null && !(await accounts.findByEmail(tx, who.email, who.issuer));
  const order = { userId, email: isFree ? who.email : null, teamId: team.teamId, roles: place.roles };
  const username = await insertUser(deps, tx, usernameFor(who), order);
  const { issuer, subject } = who;
  await accounts.insertIdentity(tx, { issuer, subject, userId, managesUser: true, now: clock.now() });
  await tell(deps, tx, team.teamId, from, {
    action: 'user.create',
    target: { kind: 'user', id: userId, name: username },
    detail: { roles: place.roles, issuer, subject },
  });
  return ok({ userId, username, teamId: team.teamId });
}

type NewUser = Omit<Parameters<ProviderAccounts['insertUser']>[1], 'username'>;

async function insertUser({ accounts }: AdmitDeps, tx: Tx, wanted: string, user: NewUser): Promise<string> {
  for (let number = 1; number <= MOST_NAMESAKES; number += 1) {
    const username = numbered(wanted, number);
    if (await accounts.insertUser(tx, { ...user, username })) return username;
  }
  throw new Error(`No user name like "${wanted}" is free.`);
}

async function ensureTeam(deps: AdmitDeps, tx: Tx, teamName: string, from: Visitor) {
  const team = await deps.accounts.ensureTeam(tx, { teamId: deps.ids.next<TeamId>(), teamName });
  if (team.created)
    await tell(deps, tx, team.teamId, from, {
      action: 'team.create',
      target: { kind: 'team', id: team.teamId, name: teamName },
    });
  return team;
}

/** Done by the server, since the provider's groups say so. */
const tell = (deps: AdmitDeps, tx: Tx, teamId: TeamId, { address, requestId }: Visitor, act: Act) =>
  recordActIn(
    deps,
    tx,
    { teamId, by: { ...NOBODY, via: 'server' }, address, requestId },
    { ...act, detail: { ...act.detail, because: 'oidc' } },
  );

const personOf = ({ userId, username, teamId }: AccountRow): Person => ({ userId, username, teamId });

const sameWords = (some: readonly string[], others: readonly string[]) =>
  some.length === others.length && some.every((word) => others.includes(word));
