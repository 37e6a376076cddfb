/** What the set-up is chosen from: read from the project's files by whoever has them. */
export type ProjectFacts = {
  /** Null without a package.json. */
  node: NodeFacts | null;
  python: PythonFacts;
  /** Of pnpm, yarn and bun, those that are in PATH. */
  tools: readonly string[];
};

export type NodeFacts = {
  /** Where to install, relative to the top of the content ('' is the top): of workspaces, their root. */
  folder: string;
  lockfiles: readonly string[];
  /** package.json's own word, such as "pnpm@9.1.0". */
  packageManager: string | null;
  yarn: 'classic' | 'berry';
  declares: 'dependencies' | 'nothing';
  /** Dependencies that are part of the content itself. */
  bundled: 'complete' | 'none';
  /** Dependencies in the user's own folder on this host. */
  host: HostModules;
  /** Scripts that run on installation and may change more than node_modules: where, and which. */
  installScripts: readonly string[];
};

export type HostModules =
  | { state: 'no-host' }
  | { state: 'installed' }
  | { state: 'incomplete'; missing: readonly string[] };

export type PythonFacts = {
  folder: string;
  /** Requirements files worth installing for tests, relative to `folder`. */
  requirements: readonly string[];
  /** Whether installing them needs more than their own text (`-e .`, local paths, further files). */
  requirementsReach: 'registry-only' | 'local';
  /** A project that can be built, or files that only hold settings, or neither. */
  project: 'buildable' | 'settings-only' | 'none';
  /** Optional dependencies meant for tests: the extras of the project. */
  testExtras: readonly string[];
  /** The same from pyproject's dependency groups, as requirements. */
  groupRequirements: readonly string[];
  /** Absolute path of a virtualenv on this host. */
  hostVirtualenv: string | null;
};
