/** Tells which unit a file belongs to, whichever way the framework writes its path. */
import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path; // Not there (any more): then its name is all there is to compare.
  }
}

export class UnitFiles<Unit extends { file?: string }> {
  #folder: string;
  #byPath = new Map<string, Unit>();
  /** Many cases of one file come in a row; asking the file system once is enough. */
  #seen = new Map<string, Unit | undefined>();

  constructor(folder: string, units: readonly Unit[]) {
    this.#folder = folder;
    for (const unit of units) {
      if (unit.file !== undefined) this.#byPath.set(realPath(resolve(folder, unit.file)), unit);
    }
  }

  find(file: string): Unit | undefined {
    if (!this.#seen.has(file)) this.#seen.set(file, this.#byPath.get(realPath(resolve(this.#folder, file))));
    return this.#seen.get(file);
  }
}
