/** A program asks to be signed in: two codes, one for itself, one for a person. */
import type { DeviceRequestId, GrantableScope, Refusal } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type Clock, secondsAfter } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { InTransaction } from '../../kernel/tx.ts';
import { hashSecret, newSecret } from '../tokens.ts';
import type { DeviceRequests } from './ports.ts';
import { newUserCode } from './user-code.ts';

export type BeginDeviceDeps = {
  inTransaction: InTransaction;
  clock: Clock;
  ids: Ids;
  devices: DeviceRequests;
};

export type DeviceOrder = { clientName: string; scopes: readonly GrantableScope[]; address: string };
export type DeviceCodes = {
  deviceCode: string;
  userCode: string;
  expiresInSeconds: number;
  intervalSeconds: number;
};

const EXPIRES_SECONDS = 600;
const INTERVAL_SECONDS = 5;
/** Nobody signs in so many programs at once; who asks anyway only fills the table. */
const MOST_PENDING_OF_ADDRESS = 100;
const TRIES = 5;

export async function beginDeviceSignIn(
  deps: BeginDeviceDeps,
  { clientName, scopes, address }: DeviceOrder,
): Promise<Result<DeviceCodes, Refusal<'rate-limited'>>> {
  const deviceCode = newSecret('gdc_');
  const deviceCodeHash = await hashSecret(deviceCode);
  const { clock, ids, devices } = deps;
  return deps.inTransaction(async (tx) => {
    const createdAt = clock.now();
    if ((await devices.countPending(tx, address, createdAt)) >= MOST_PENDING_OF_ADDRESS)
      return refuse(tooMany(address));
    const request = {
      deviceRequestId: ids.next<DeviceRequestId>(),
      clientName,
      address,
      scopesAsked: scopes,
      createdAt,
      expiresAt: secondsAfter(createdAt, EXPIRES_SECONDS),
      intervalSeconds: INTERVAL_SECONDS,
      deviceCodeHash,
    };
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const userCode = newUserCode();
      const userCodeHash = await hashSecret(userCode);
      if (await devices.insert(tx, { ...request, userCodeHash }))
        return ok({
          deviceCode,
          userCode,
          expiresInSeconds: EXPIRES_SECONDS,
          intervalSeconds: INTERVAL_SECONDS,
        });
    }
    throw new Error(`No user code was free in ${TRIES} tries.`);
  });
}

const tooMany = (address: string): Refusal<'rate-limited'> => ({
  code: 'rate-limited',
  message: `${MOST_PENDING_OF_ADDRESS} sign-ins from ${address} wait to be approved. Approve or refuse some, or wait until they expire.`,
  retryAfterSeconds: 60,
});
