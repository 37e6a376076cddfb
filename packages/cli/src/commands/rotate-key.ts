import type { GauntletClient } from '@gauntlet/client';
import { KeyRotation, type KeyStep } from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import { type CommandContext, reportRefused } from '../command-context.ts';
import { askApi } from '../connection/api-client.ts';
import type { ExitCode } from '../exit-code.ts';
import { usageRefused } from '../refused.ts';
import { withServer } from './with-server.ts';

type RotateKeyOptions = { resume?: boolean; dropOld?: boolean };

/** A million values are sealed anew in about this time. */
const TIMEOUT_MS = 15 * 60_000;

export async function rotateKeyCommand(
  context: CommandContext,
  options: RotateKeyOptions,
): Promise<ExitCode> {
  if (options.resume && options.dropOld)
    return reportRefused(context, usageRefused('--resume and --drop-old are two steps: give one of them.'));
  const step: KeyStep = options.dropOld ? 'drop-old' : options.resume ? 'resume' : 'rotate';
  return withServer(context, async ({ address }) => {
    const rotate = (api: GauntletClient) => api.POST('/api/v1/admin/rotate-secret-key', { body: { step } });
    const done = await askApi(address, rotate, KeyRotation, { timeoutMs: TIMEOUT_MS });
    if (!done.ok) return done;
    if (context.options.json) context.out.json(done.value);
    else for (const line of linesOf(step, done.value)) context.out.line(line);
    return ok(undefined);
  });
}

function linesOf(step: KeyStep, done: KeyRotation): string[] {
  if (step === 'drop-old')
    return [
      done.dropped.length > 0
        ? `Dropped: ${done.dropped.join(', ')}. The key ${done.keyId} is the only one now.`
        : `There is no old key: ${done.keyId} is the only one.`,
    ];
  const sealed = `${count(done.resealed)} sealed anew with the key ${done.keyId}`;
  const made = done.added === null ? '' : ', which was made for it';
  const fromSetting =
    step === 'rotate' && done.source === 'environment'
      ? ['The keys come from GAUNTLET_SECRET_KEY: its first key was used, no new one was made.']
      : [];
  const stuck = done.stuck.map(({ what, message }) => `Not opened: ${what}. ${message}`);
  return [`${sealed}${made}.`, ...fromSetting, ...stuck, ...adviceOn(done)];
}

function adviceOn({ oldKeys, source }: KeyRotation): string[] {
  if (oldKeys.length === 0) return [];
  const used = oldKeys.filter(({ rows }) => rows > 0);
  if (used.length > 0)
    return used.map(({ keyId, rows }) => `The key ${keyId} is still needed: ${count(rows)} sealed with it.`);
  const ids = oldKeys.map(({ keyId }) => keyId).join(', ');
  return source === 'file'
    ? [`Nothing needs the old keys any more (${ids}). Drop them with: gauntlet secret rotate-key --drop-old`]
    : [`Nothing needs the old keys any more (${ids}). Take them out of GAUNTLET_SECRET_KEY.`];
}

const count = (values: number) => (values === 1 ? '1 value' : `${values} values`);
