/** A program asks whether it was approved. One question gets the token; nothing gets it again. */
import type { Refusal } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type Clock, secondsAfter } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { InTransaction, Tx } from '../../kernel/tx.ts';
import { type AuditDeps, NOBODY, recordActIn } from '../audit.ts';
import type { NewToken, TokenStore } from '../ports.ts';
import { createTokenIn, hashSecret, refuseToken } from '../tokens.ts';
import { EXPIRED } from './find-device-request.ts';
import type { DeviceRequestRow, DeviceRequests } from './ports.ts';

export type RedeemDeviceDeps = AuditDeps & {
  inTransaction: InTransaction;
  clock: Clock;
  ids: Ids;
  tokens: TokenStore;
  devices: DeviceRequests;
};

export type DeviceQuestion = { deviceCode: string; address: string | null; requestId: string | null };
export type RedeemRefusal = Refusal<
  'authorization-pending' | 'slow-down' | 'authorization-refused' | 'authorization-expired' | 'not-allowed'
>;

const TOKEN_SECONDS = 90 * 24 * 3600;
/** What asking too soon adds to the interval (RFC 8628, 3.5). */
const SLOW_DOWN_SECONDS = 5;
/** What a clock and a network may take from an interval that was kept. */
const SLACK_MS = 500;

export async function redeemDeviceCode(
  deps: RedeemDeviceDeps,
  question: DeviceQuestion,
): Promise<Result<{ token: string; row: NewToken }, RedeemRefusal>> {
  const hash = await hashSecret(question.deviceCode);
  return deps.inTransaction(async (tx) => {
    const now = deps.clock.now();
    const request = await deps.devices.lockByDeviceCode(tx, hash);
    if (!request || request.status === 'redeemed' || request.expiresAt <= now) return refuse(EXPIRED);
    if (request.status === 'refused') return refuse(REFUSED);
    const tooSoon = isTooSoon(request, now);
    const intervalSeconds = request.intervalSeconds + (tooSoon ? SLOW_DOWN_SECONDS : 0);
    await deps.devices.noteQuestion(tx, request.deviceRequestId, { at: now, intervalSeconds });
    if (tooSoon) return refuse(slowDown(intervalSeconds));
    const { status, decidedBy } = request;
    if (status === 'pending' || decidedBy === null) return refuse(PENDING);
    const full = await refuseToken(deps, tx, decidedBy.userId);
    if (full) return refuse(full);
    return ok(await giveToken(deps, tx, request, decidedBy, question));
  });
}

function isTooSoon({ lastAskedAt, intervalSeconds }: DeviceRequestRow, now: Date): boolean {
  if (lastAskedAt === null) return false;
  return now.getTime() < secondsAfter(lastAskedAt, intervalSeconds).getTime() - SLACK_MS;
}

async function giveToken(
  deps: RedeemDeviceDeps,
  tx: Tx,
  { deviceRequestId, clientName, scopesGiven }: DeviceRequestRow,
  { userId, username, teamId }: NonNullable<DeviceRequestRow['decidedBy']>,
  { address, requestId }: DeviceQuestion,
): Promise<{ token: string; row: NewToken }> {
  await deps.devices.redeem(tx, deviceRequestId);
  const order = { userId, name: clientName, scopes: scopesGiven, kind: 'token' } as const;
  const made = await createTokenIn(deps, tx, { ...order, expiresInSeconds: TOKEN_SECONDS });
  const { tokenId, expiresAt } = made.row;
  await recordActIn(
    deps,
    tx,
    { teamId, by: { ...NOBODY, userId, username }, address, requestId },
    {
      action: 'token.create',
      target: { kind: 'token', id: tokenId, name: clientName },
      detail: { how: 'device', scopes: scopesGiven, expiresAt: expiresAt?.toISOString() ?? null },
    },
  );
  return made;
}

const PENDING: RedeemRefusal = {
  code: 'authorization-pending',
  message: 'Nobody has approved or refused this sign-in yet. Ask again after the interval.',
};

const REFUSED: RedeemRefusal = {
  code: 'authorization-refused',
  message: 'The sign-in was refused.',
};

const slowDown = (intervalSeconds: number): RedeemRefusal => ({
  code: 'slow-down',
  message: `That was too soon. Ask no more often than every ${intervalSeconds} s.`,
  retryAfterSeconds: intervalSeconds,
});
