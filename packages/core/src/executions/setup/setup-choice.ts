/** How a project gets its dependencies; `sentence` says which way was chosen, and why. */
export type SetupChoice = { sentence: string } & (
  | { kind: 'nothing' }
  | { kind: 'own-commands'; commands: readonly string[] }
  | { kind: 'linked-modules' }
  | { kind: 'bundled-modules' }
  | { kind: 'linked-virtualenv'; virtualenv: string }
  | {
      kind: 'node-install';
      folder: string;
      command: readonly string[];
      /** Kept for later executions with the same dependencies; `fresh-daily` where no lockfile pins them. */
      cache: 'kept' | 'fresh-daily' | 'not-kept';
    }
  | {
      kind: 'python-install';
      folder: string;
      /** Arguments of `pip install` in a new virtualenv. */
      install: readonly string[];
      cache: 'kept' | 'fresh-daily' | 'not-kept';
    }
);
