/** What a user code stands for, for somebody who may decide; who tries codes that stand for nothing is stopped. */
import type { Refusal, UserId } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type Clock, secondsAfter } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import { hashSecret } from '../tokens.ts';
import type { CodeGuesses, DeviceRequestRow, DeviceRequests } from './ports.ts';
import { readUserCode } from './user-code.ts';

export type FindDeviceDeps = { clock: Clock; ids: Ids; devices: DeviceRequests; guesses: CodeGuesses };
export type FoundDevice = { request: DeviceRequestRow; userCode: string; userCodeHash: string };
export type FindDeviceRefusal = Refusal<'not-found' | 'rate-limited' | 'authorization-expired'>;

const MOST_GUESSES = 10;
const WINDOW_SECONDS = 15 * 60;

/**
 * The guess is written down before it is looked at, and taken back when it was right: so many at once are
 * no more than so many in turn.
 */
export async function findDeviceRequest(
  { clock, ids, devices, guesses }: FindDeviceDeps,
  userId: UserId,
  typed: string,
): Promise<Result<FoundDevice, FindDeviceRefusal>> {
  const now = clock.now();
  const guessId = ids.next<string>();
  await guesses.add({ guessId, userId, now });
  const made = await guesses.since(userId, secondsAfter(now, -WINDOW_SECONDS));
  if (made.length > MOST_GUESSES) return refuse(tooMany(made, now));
  const userCode = readUserCode(typed);
  const userCodeHash = userCode === null ? '' : await hashSecret(userCode);
  const request = userCode === null ? null : await devices.findByUserCode(userCodeHash);
  if (userCode === null || request === null) return refuse(UNKNOWN);
  await guesses.forgive(guessId);
  return request.expiresAt > now ? ok({ request, userCode, userCodeHash }) : refuse(EXPIRED);
}

const UNKNOWN: FindDeviceRefusal = {
  code: 'not-found',
  message: 'No program waits with this code. Compare it with what the program shows: XXXX-XXXX.',
};

export const EXPIRED: Refusal<'authorization-expired'> = {
  code: 'authorization-expired',
  message: 'This code is no longer good: it is older than ten minutes, or was used. Start the sign-in again.',
};

function tooMany(made: readonly Date[], now: Date): FindDeviceRefusal {
  const leaves = made.at(-MOST_GUESSES) ?? now;
  const retryAfterSeconds = Math.max(
    1,
    Math.ceil((secondsAfter(leaves, WINDOW_SECONDS).getTime() - now.getTime()) / 1000),
  );
  return {
    code: 'rate-limited',
    message: `More than ${MOST_GUESSES} codes in 15 minutes named no program. Wait ${Math.ceil(retryAfterSeconds / 60)} min.`,
    retryAfterSeconds,
  };
}
