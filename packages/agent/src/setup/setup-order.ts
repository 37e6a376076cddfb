import type { Result } from '@gauntlet/core/kernel';
import type { MaskStream } from '@gauntlet/core/masking';
import type { CommandHost } from '../process/command-host.ts';
import type { PreparedSetup } from './prepared-setup.ts';
import type { ProjectPlace } from './project-place.ts';

export type SetupOrder = CommandHost & {
  place: ProjectPlace;
  /** A folder of this execution's own, not inside the content: a virtualenv that is not kept goes here. */
  stateFolder: string;
  /** Kept installations; left out, nothing is kept. One folder serves one team. `add`: none is taken from it. */
  cache?: { folder: string; maxBytes: number; use: 'find-and-add' | 'add' };
  /** The definition's environment and secrets included: private registries need them. */
  environment: Readonly<Record<string, string>>;
  graceSeconds: number;
  signal?: AbortSignal;
  /** Masks what is printed, for messages that quote its end. */
  openMask?: () => MaskStream;
  /** Everything the set-up prints goes here: it has a log of its own. */
  onOutput: (chunk: Buffer) => void;
};

export type SetupRefusal = {
  reason: 'setup-failed' | 'disk-full';
  message: string;
  exitCode?: number;
};

export type SetupResult = Result<PreparedSetup, SetupRefusal>;
