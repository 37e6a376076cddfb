import type { FailureReason } from '@gauntlet/contract';
import { type Result, refuse } from '@gauntlet/core/kernel';
import type { Prepared } from './prepared-marker.ts';

export type PreparationFailure = { reason: FailureReason; message: string; exitCode?: number };
export type Preparation = Result<Prepared, PreparationFailure>;

export const refusePreparation = (failure: PreparationFailure): { ok: false; error: PreparationFailure } =>
  refuse(failure);
