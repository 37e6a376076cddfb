import type { SessionId, UserId } from '@gauntlet/contract';
import { describe, expect, it } from 'vitest';
import type { SigningKey } from '../../identity/index.ts';
import { secondsAfter } from '../../kernel/clock.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { createJoseAccessTokens } from './jose-access-tokens.ts';
import { makeSigningKey } from './make-signing-key.ts';

const CLAIMS = {
  userId: '01900000-0000-7000-8000-00000000b001' as UserId,
  sessionId: '01900000-0000-7000-8000-00000000f001' as SessionId,
};

/** Two servers over the same keys. */
async function twoServers() {
  const clock = createFakeClock();
  const keys: SigningKey[] = [];
  let reads = 0;
  const rotate = async () => {
    for (const key of keys) key.expiresAt ??= secondsAfter(clock.now(), 900);
    const now = clock.now();
    const retiresAt = secondsAfter(now, 3600);
    keys.unshift({ ...(await makeSigningKey()), createdAt: now, retiresAt, expiresAt: null });
  };
  await rotate();
  const listGood = async (now: Date) => {
    reads += 1;
    return keys.filter(({ expiresAt }) => expiresAt === null || expiresAt > now);
  };
  const server = () => createJoseAccessTokens({ signingKeys: { listGood }, clock });
  return { clock, rotate, one: server(), two: server(), reads: () => reads };
}

describe('access tokens', () => {
  it('of a key that another server has just made are good', async () => {
    const { clock, rotate, one, two } = await twoServers();
    const { token } = await two.issue(CLAIMS);
    expect(await one.read(token)).toEqual(CLAIMS);
    await rotate();
    clock.moveBy(61);
    const fresh = await two.issue(CLAIMS);
    clock.moveBy(3);
    expect(await one.read(fresh.token)).toEqual(CLAIMS);
    expect(await one.published()).toHaveLength(2);
  });

  it('cost no query each, and those of unknown keys neither', async () => {
    const { one, two, reads } = await twoServers();
    const { token } = await two.issue(CLAIMS);
    const before = reads();
    for (let time = 0; time < 20; time += 1) await one.read(token);
    const header = Buffer.from(JSON.stringify({ alg: 'EdDSA', kid: 'unknown' })).toString('base64url');
    const foreign = `${header}.${token.split('.').slice(1).join('.')}`;
    for (let time = 0; time < 20; time += 1) expect(await one.read(foreign)).toBeNull();
    expect(reads() - before).toBe(1);
  });
});
