/**
 * A folder's files as a tar.gz stream. The same files give the same bytes: sorted, without owners and
 * times, compressed the same way. What is packed is what was read: a file that changes its size while it
 * is read ends the stream with an error instead of a damaged archive.
 */
import { createReadStream, type Stats } from 'node:fs';
import { lstat, readFile, readlink } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type Pack, pack } from 'tar-stream';
import type { ListedFile } from './list-files.ts';

export type PackOrder = {
  folder: string;
  files: readonly ListedFile[];
  onFile?: (done: number) => void;
  /** Links that lead outside and files that vanished: told, not packed. */
  onPassedOver?: (path: string, why: string) => void;
};

type Header = Parameters<Pack['entry']>[0];

/** Some tools refuse dates before 1980; nobody should read meaning into this one. */
const MTIME = new Date('2000-01-01T00:00:00Z');
const SMALL_BYTES = 1_000_000;
/** Speed over size: the archive lives for one run. */
const GZIP_LEVEL = 1;

const isInside = (folder: string, path: string) => {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith('../') && !isAbsolute(way);
};

/**
 * @returns the link's target relative to the link, written without leaving the folder on the way, since
 * the copy lies elsewhere under another name; null when it leads out of the folder.
 */
export function targetInside(folder: string, linkPath: string, target: string): string | null {
  const from = dirname(join(folder, linkPath));
  const end = resolve(from, target);
  return isInside(folder, end) ? relative(from, end) || '.' : null;
}

const writeEntry = (archive: Pack, header: Header, content?: Buffer) =>
  new Promise<void>((done, failed) => {
    archive.entry({ ...header, mtime: MTIME, uid: 0, gid: 0 }, content ?? '', (error) =>
      error ? failed(error) : done(),
    );
  });

async function writeLarge(archive: Pack, header: Header, path: string, size: number): Promise<void> {
  const entry = archive.entry({ ...header, size, mtime: MTIME, uid: 0, gid: 0 });
  let read = 0;
  const source = createReadStream(path, { end: size - 1 }).on('data', (chunk) => {
    read += chunk.length;
  });
  source.once('end', () => {
    if (read < size) source.destroy(new Error(`${path} became shorter while it was packed`));
  });
  await pipeline(source, entry);
}

async function packLink(archive: Pack, order: PackOrder, path: string): Promise<void> {
  const target = await readlink(join(order.folder, path));
  const inside = targetInside(order.folder, path, target);
  if (inside === null) return order.onPassedOver?.(path, `a link to ${target}, outside the folder`);
  await writeEntry(archive, { name: path, type: 'symlink', linkname: inside, mode: 0o777 });
}

async function packFile(archive: Pack, order: PackOrder, path: string, stats: Stats): Promise<void> {
  const header: Header = { name: path, type: 'file', mode: stats.mode & 0o100 ? 0o755 : 0o644 };
  const full = join(order.folder, path);
  if (stats.size > SMALL_BYTES) return writeLarge(archive, header, full, stats.size);
  const content = await readFile(full);
  await writeEntry(archive, { ...header, size: content.length }, content);
}

async function packOne(archive: Pack, order: PackOrder, file: ListedFile): Promise<void> {
  let stats: Stats;
  try {
    stats = await lstat(join(order.folder, file.path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return order.onPassedOver?.(file.path, 'gone since the folder was listed');
  }
  if (stats.isSymbolicLink()) await packLink(archive, order, file.path);
  else await packFile(archive, order, file.path, stats);
}

async function packAll(archive: Pack, order: PackOrder): Promise<void> {
  let done = 0;
  for (const file of order.files) {
    await packOne(archive, order, file);
    done += 1;
    order.onFile?.(done);
  }
  archive.finalize();
}

/** The stream fails with the file system's error for a file that cannot be read. */
export function packFolder(order: PackOrder): Readable {
  const archive = pack();
  const zipped = createGzip({ level: GZIP_LEVEL });
  packAll(archive, order).catch((error: Error) => archive.destroy(error));
  // pipeline hands the archive's error on to `zipped`, where the reader meets it.
  pipeline(Readable.from(archive), zipped).catch((error: Error) => zipped.destroy(error));
  return zipped;
}
