/**
 * Is this the password? Every look at one goes through here, so that none is uncounted: the attempt is
 * written down before the password is looked at, whoever asks at the same time.
 */
import type { Refusal } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { InTransaction, Tx } from '../../kernel/tx.ts';
import { type AuditDeps, NOBODY, recordActIn } from '../audit.ts';
import type { People } from '../ports.ts';
import type { Visitor } from '../sessions/ports.ts';
import { hashSecret } from '../tokens.ts';
import { attemptsSince, judgeAttempts } from './judge-attempts.ts';
import type { Account, PasswordHasher, Passwords, SignInAttempts } from './ports.ts';

export type TryPasswordDeps = AuditDeps & {
  inTransaction: InTransaction;
  clock: Clock;
  ids: Ids;
  people: Pick<People, 'oldestAdminTeam'>;
  passwords: Passwords;
  passwordHasher: PasswordHasher;
  attempts: SignInAttempts;
};

export type PasswordOrder = { username: string; password: string; visitor: Visitor };

/** `whenRight` runs in the transaction that forgives the earlier attempts. */
export async function tryPassword<Value>(
  deps: TryPasswordDeps,
  { username, password, visitor }: PasswordOrder,
  whenRight: (tx: Tx, account: Account) => Promise<Value>,
): Promise<Result<Value, Refusal<'not-signed-in' | 'rate-limited'>>> {
  const accountHash = await hashSecret(username.trim().toLowerCase());
  const address = networkOf(visitor.address);
  const waitSeconds = await countIn(deps, accountHash, address);
  if (waitSeconds !== null) return refuse(tooMany(waitSeconds));
  const account = await deps.passwords.findAccount(username.trim());
  const right = await deps.passwordHasher.verify(account?.passwordHash ?? null, password);
  if (!account || !right) {
    await deps.inTransaction((tx) => recordRefusal(deps, tx, account, visitor));
    return refuse(NOT_RIGHT);
  }
  const value = await deps.inTransaction(async (tx) => {
    await deps.attempts.forgive(tx, accountHash, address);
    return whenRight(tx, account);
  });
  return ok(value);
}

const NOT_RIGHT: Refusal<'not-signed-in'> = {
  code: 'not-signed-in',
  message: 'The user name or the password is not right.',
};

const tooMany = (seconds: number): Refusal<'rate-limited'> => ({
  code: 'rate-limited',
  message: `Too many passwords were tried. Wait ${seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`}.`,
  retryAfterSeconds: seconds,
});

function countIn(
  { inTransaction, clock, ids, attempts }: TryPasswordDeps,
  accountHash: string,
  address: string,
): Promise<number | null> {
  const now = clock.now();
  return inTransaction(async (tx) => {
    const earlier = await attempts.lockOf(tx, address, attemptsSince(now));
    const waitSeconds = judgeAttempts(earlier, accountHash, now);
    if (waitSeconds === null)
      await attempts.add(tx, { attemptId: ids.next<string>(), accountHash, address, now });
    return waitSeconds;
  });
}

/** A name that is nobody's stays out of the trail: it may be a password in the wrong field. */
async function recordRefusal(
  deps: TryPasswordDeps,
  tx: Tx,
  account: Account | null,
  { address, requestId }: Visitor,
): Promise<void> {
  const teamId = account?.teamId ?? (await deps.people.oldestAdminTeam(tx));
  if (teamId === null) return;
  const target = { kind: 'user', id: account?.userId ?? null, name: account?.username ?? null };
  const detail = { why: account ? 'wrong password' : 'no such user' };
  const scene = { teamId, by: NOBODY, address, requestId };
  await recordActIn(deps, tx, scene, { action: 'session.refuse', target, detail });
}

/** One subscriber of IPv6 has 2^64 addresses: they count as one. */
export function networkOf(address: string | null): string {
  if (address === null) return 'unknown';
  if (!address.includes(':') || address.startsWith('::ffff:')) return address;
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? [];
  const before = head === '' ? [] : head.split(':');
  const after = tail ? tail.split(':') : [];
  const zeros =
    tail === undefined ? [] : Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0');
  return `${[...before, ...zeros, ...after].slice(0, 4).join(':')}::/64`;
}
