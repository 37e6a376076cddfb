import type { CommandHost } from '../process/command-host.ts';

export type ProjectPlace = {
  /** Top of the content. */
  root: string;
  /** Where to work: `root` or a folder in it. */
  folder: string;
  /** The user's own folder on this host that `root` is a copy of. */
  hostFolder?: string;
};

export type ProjectReader = CommandHost & { environment: Readonly<Record<string, string>> };
