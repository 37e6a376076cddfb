import type { Readable } from 'node:stream';
import type { Content } from '@gauntlet/contract';
import type { Result } from '@gauntlet/core/kernel';
import type { RunProcess } from '../process/process-order.ts';

export type ContentLimits = {
  /** Of an archive once unpacked, its headers included. */
  maxBytes: number;
  maxEntries: number;
  /** Unpacked bytes for each packed byte; counts only beyond `ratioFreeBytes`. */
  maxRatio: number;
  ratioFreeBytes: number;
  /** Git that says and receives nothing for this long is given up. */
  stallSeconds: number;
};

export const DEFAULT_CONTENT_LIMITS: ContentLimits = {
  maxBytes: 2 * 1024 ** 3,
  maxEntries: 500_000,
  maxRatio: 200,
  ratioFreeBytes: 100 * 1024 ** 2,
  stallSeconds: 60,
};

export type ContentOrder = {
  content: Content;
  /** A folder that is empty or not there yet; its parent takes short-lived key files, unless `ownFolder` does. */
  target: string;
  /**
   * Where others may write into the target meanwhile: a folder of the agent alone. Keys lie there, and git's own
   * folder until the content is placed, as its configuration can name programs that git runs.
   */
  ownFolder?: string;
  /** Opens the uploaded archive; called for archives only. */
  archive: () => Promise<Readable>;
  /** The value of the secret that `content.credentials` names. */
  credential?: string;
  /** The commit an earlier attempt resolved the ref to: fetched instead of what the ref is now. */
  commit?: string;
  /** What git may reach besides public addresses, as GAUNTLET_OUTBOUND_ALLOW says it. */
  outboundAllow: readonly string[];
  /** All addresses of a name; the system's own look-up when left out. */
  resolve?: (host: string) => Promise<readonly string[]>;
  /** As of `testEnvironment`, without the definition's own values: those are for the tests, not for git. */
  environment: Readonly<Record<string, string>>;
  runProcess: RunProcess;
  limits?: Partial<ContentLimits>;
  signal?: AbortSignal;
  onOutput: (chunk: Buffer) => void;
};

export type FetchedContent = {
  /** The whole content: the repository's or archive's top. */
  root: string;
  /** Where to work: `root`, or the folder of it that the content's `path` names. */
  folder: string;
  /** Full id of the commit, for git. */
  commit?: string;
};

export type ContentRefusal = {
  reason: 'content-unavailable' | 'ref-not-found' | 'content-invalid' | 'disk-full';
  message: string;
};

export type ContentResult = Result<FetchedContent, ContentRefusal>;
