/** A person approves or refuses a program that asks to be signed in as them. */
import type { Refusal, Scope } from '@gauntlet/contract';
import { allows } from '@gauntlet/core/identity';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { InTransaction } from '../../kernel/tx.ts';
import type { Actor } from '../actor.ts';
import { type AuditDeps, recordAct } from '../audit.ts';
import {
  EXPIRED,
  type FindDeviceDeps,
  type FindDeviceRefusal,
  findDeviceRequest,
} from './find-device-request.ts';
import type { DeviceRequestRow } from './ports.ts';

export type DecideDeviceDeps = FindDeviceDeps & AuditDeps & { inTransaction: InTransaction };
export type DecideDeviceRefusal = FindDeviceRefusal | Refusal<'already-ended' | 'not-allowed'>;
export type DeviceDecisionOrder = { actor: Actor; typedCode: string; decision: 'approved' | 'refused' };

/** Of what the program asks, what the person may do. */
export const scopesFor = (request: Pick<DeviceRequestRow, 'scopesAsked'>, held: readonly Scope[]) =>
  request.scopesAsked.filter((scope) => allows(held, scope));

export async function decideDeviceRequest(
  deps: DecideDeviceDeps,
  { actor, typedCode, decision }: DeviceDecisionOrder,
): Promise<Result<null, DecideDeviceRefusal>> {
  const found = await findDeviceRequest(deps, actor.userId, typedCode);
  if (!found.ok) return found;
  return deps.inTransaction(async (tx) => {
    const request = await deps.devices.lockByUserCode(tx, found.value.userCodeHash);
    if (!request) return refuse(EXPIRED);
    if (request.status !== 'pending') return refuse(decided(request));
    const scopesGiven = decision === 'approved' ? scopesFor(request, actor.scopes) : [];
    if (decision === 'approved' && scopesGiven.length === 0) return refuse(NOTHING_TO_GIVE);
    const { deviceRequestId, clientName, address } = request;
    await deps.devices.decide(tx, deviceRequestId, {
      status: decision,
      decidedBy: actor.userId,
      scopesGiven,
    });
    await recordAct(deps, tx, actor, {
      action: decision === 'approved' ? 'device.approve' : 'device.refuse',
      target: { kind: 'device', id: deviceRequestId, name: clientName },
      detail: { askedFrom: address, scopes: scopesGiven },
    });
    return ok(null);
  });
}

const decided = ({ clientName, status }: DeviceRequestRow): Refusal<'already-ended'> => ({
  code: 'already-ended',
  message: `The sign-in of ${clientName} was ${status === 'refused' ? 'refused' : 'approved'} already.`,
});

const NOTHING_TO_GIVE: Refusal<'not-allowed'> = {
  code: 'not-allowed',
  message: 'You may do nothing of what the program asks for. Refuse it.',
};
