/** What it takes to run a batch of units, and what is told of it. */
import type {
  CaseLine,
  ClaimedUnit,
  CodeFrame,
  Counts,
  FailureReason,
  Framework,
  TestDefinition,
  UnitId,
  UnitOutcome,
} from '@gauntlet/contract';
import type { MaskStream } from '@gauntlet/core/masking';
import type { CommandHost } from '../process/command-host.ts';
import type { KnownPlan } from './known-plan.ts';

/** How a unit ended. */
export type UnitEnd = {
  outcome: UnitOutcome;
  reason?: FailureReason;
  message?: string;
  /** What went wrong in its run besides tests that failed, and that their failing would otherwise hide. */
  unexplained?: string;
  counts: Counts;
  /** Wall time, as well as the framework lets it be seen. */
  durationMs: number;
  /** Null where the process still ran, or did not end by itself. */
  exitCode: number | null;
};

/** With the source where it failed, where that was found. */
export type FramedCase = CaseLine & { codeFrame?: CodeFrame };

/** Never fails, and takes a moment at most. */
export type FrameOf = (line: CaseLine) => Promise<CodeFrame | undefined>;

export type BatchEvents = {
  onUnitStarted: (unitId: UnitId) => void;
  /** It is run again from its beginning: the cases told so far do not count. No second onUnitStarted. */
  onUnitRestarted: (unitId: UnitId) => void;
  onCase: (unitId: UnitId, line: FramedCase) => void;
  onUnitFinished: (unitId: UnitId, end: UnitEnd) => void;
  /** Not run to its end, because the run was aborted. */
  onUnitReturned: (unitId: UnitId) => void;
  onOutput: (chunk: Buffer, stream: 'stdout' | 'stderr') => void;
};

/** Where and with what the framework is run. */
export type FrameworkPlace = CommandHost & {
  framework: Framework;
  definition: TestDefinition;
  /** The working folder: absolute. */
  folder: string;
  /** The whole environment of the tests. */
  environment: Readonly<Record<string, string>>;
  /** An existing folder of our own, for reports. */
  scratchFolder: string;
  /** Between TERM and KILL. */
  graceSeconds: number;
  signal: AbortSignal;
  /** Masks what the framework prints, for messages that quote its end. */
  openMask?: () => MaskStream;
  /** Finds the source of what failed in one run of the framework; each run needs its own. */
  openFrames?: () => FrameOf;
  /** Where Gauntlet's reporters lie, for a bundle that keeps them elsewhere than in this package. */
  reportersFolder?: string;
};

export type BatchOrder = FrameworkPlace &
  BatchEvents & {
    units: readonly ClaimedUnit[];
    /** Shared by all batches of a group. */
    plan: KnownPlan;
    /** An existing folder for screenshots, videos and traces. */
    artifactsFolder: string;
  };
