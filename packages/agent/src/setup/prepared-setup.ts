/** What a set-up leaves behind for the groups: plain data, so that one process can hand it to another. */
export type PreparedSetup = {
  /** Which set-up was chosen and why, for the log and the report. */
  sentence: string;
  /** node_modules folders that every workspace gets links into. */
  modules: readonly ModulesSource[];
  /** Folders that every workspace gets one link to. */
  links: readonly FolderLink[];
  /** To be put on top of the environment of whatever runs in a workspace. */
  environment: Readonly<Record<string, string>>;
  /** Folders of the workspace, relative, in which Python looks before all others. */
  pythonPath: readonly string[];
  /** The Python of the project's virtualenv; null where there is none. */
  python: string | null;
};

export type ModulesSource = {
  /** Absolute path of a node_modules folder. */
  source: string;
  /** The project that `source` was installed in: links of it into this folder mean the workspace's own files. */
  project: string;
  /** Folder of the workspace that gets the node_modules, relative; '' is its top. */
  at: string;
};

export type FolderLink = { source: string; at: string };
