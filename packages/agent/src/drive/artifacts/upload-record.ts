/** Which files were to be kept and what became of each, on disk, for an agent that is started again. */
import { join } from 'node:path';
import type { ArtifactUploadQuery, UnitId } from '@gauntlet/contract';
import { openAppendFile, readLines } from '../../spool/append-file.ts';
import { isDiskFull } from '../../spool/disk-full.ts';

/** `unitId` where the file belongs to a result of that unit. */
export type Upload = Omit<ArtifactUploadQuery, 'checksum'> & { path: string; unitId?: UnitId };
type UploadEnd = 'stored' | 'not-kept';

export type UploadRecord = {
  /** Answers the upload's number. */
  add: (upload: Upload) => number;
  end: (id: number, end: UploadEnd) => void;
  /** Of an earlier life: added and not ended. */
  pending: readonly { id: number; upload: Upload }[];
  storedCount: () => number;
  has: (path: string) => boolean;
};

type Line = { id: number; upload: Upload } | { id: number; end: UploadEnd };

export const openUploadRecord = (folder: string): UploadRecord => {
  const file = openAppendFile(join(folder, 'uploads.jsonl'), 'whole-lines');
  const open = new Map<number, Upload>();
  const paths = new Set<string>();
  let stored = 0;
  let lastId = 0;

  const note = (line: Line): void => {
    lastId = Math.max(lastId, line.id);
    if ('upload' in line) {
      open.set(line.id, line.upload);
      paths.add(line.upload.path);
    } else if (open.delete(line.id) && line.end === 'stored') stored++;
  };
  const write = (line: Line): void => {
    note(line);
    try {
      file.append(Buffer.from(`${JSON.stringify(line)}\n`));
    } catch (cause) {
      // On a full disk only an agent that is started again misses the line, and a file never decides anything.
      if (!isDiskFull(cause)) throw cause;
    }
  };
  for (const { text } of readLines(file)) note(JSON.parse(text) as Line);
  const pending = [...open].map(([id, upload]) => ({ id, upload }));

  return {
    add: (upload) => {
      const id = lastId + 1;
      write({ id, upload });
      return id;
    },
    end: (id, end) => write({ id, end }),
    pending,
    storedCount: () => stored,
    has: (path) => paths.has(path),
  };
};
