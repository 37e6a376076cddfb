import type { RunProcess } from '../process/process-order.ts';

export type ProjectPlace = {
  /** Top of the content. */
  root: string;
  /** Where to work: `root` or a folder in it. */
  folder: string;
  /** The user's own folder on this host that `root` is a copy of. */
  hostFolder?: string;
};

export type ProjectReader = {
  environment: Readonly<Record<string, string>>;
  runProcess: RunProcess;
};
