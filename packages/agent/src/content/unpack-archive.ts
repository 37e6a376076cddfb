/**
 * Unpacks a tar or tar.gz as a stream into an empty folder. The archive is hostile.
 *
 * Owns the target folder while it works. Invariants: nothing is written outside of it; no symbolic link
 * exists in it before all files are written, so nothing is ever written through one; no more than
 * `maxBytes` come out of the decompressor, and no more than `maxRatio` times what went in.
 */
import { writeFileSync } from 'node:fs';
import { chmod, link, lstat, mkdir, open, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Result, refuse } from '@gauntlet/core/kernel';
import { extract, type Extract as TarExtract } from 'tar-stream';
import type { ContentLimits, ContentRefusal } from './content-order.ts';
import { judgeLink, readEntryPath } from './entry-paths.ts';
import { explainUnpackError, InvalidContent, UnreadableArchive } from './explain-unpack.ts';
import { openTar } from './open-tar.ts';

type Entry = TarExtract extends AsyncIterable<infer Source> ? Source : never;

export type Unpacked = { files: number; bytes: number };

/** Files up to this size are written in one go, which is many times faster for the many that are small. */
const SMALL_FILE_BYTES = 256 * 1024;

type Unpacking = {
  target: string;
  limits: ContentLimits;
  folders: Set<string>;
  symlinks: Map<string, string>;
  hardlinks: Map<string, string>;
  entries: number;
  files: number;
  bytes: number;
};

export const unpackArchive = async (
  archive: () => Promise<Readable>,
  target: string,
  limits: ContentLimits,
  signal?: AbortSignal,
): Promise<Result<Unpacked, ContentRefusal>> => {
  const unpacking: Unpacking = {
    target,
    limits,
    folders: new Set(['']),
    symlinks: new Map(),
    hardlinks: new Map(),
    entries: 0,
    files: 0,
    bytes: 0,
  };
  try {
    await mkdir(target, { recursive: true });
    await readEntries(await openSource(archive), unpacking, signal);
    await makeLinks(unpacking);
    if (unpacking.entries === 0) throw new InvalidContent('The archive holds no files.');
    return { ok: true, value: { files: unpacking.files, bytes: unpacking.bytes } };
  } catch (cause) {
    return refuse(explainUnpackError(cause, signal));
  }
};

const openSource = async (archive: () => Promise<Readable>): Promise<Readable> => {
  try {
    return await archive();
  } catch (cause) {
    throw new UnreadableArchive(cause);
  }
};

const readEntries = async (source: Readable, unpacking: Unpacking, signal?: AbortSignal): Promise<void> => {
  const tar = extract();
  const fed = pipeline(openTar(source, unpacking.limits), tar, { signal });
  // Awaited below; until then a failure must not count as unhandled.
  fed.catch(() => undefined);
  try {
    for await (const entry of tar) await takeEntry(entry, unpacking);
  } catch (cause) {
    source.destroy();
    const feedFailure = await fed.then(
      () => null,
      (failure: unknown) => failure,
    );
    throw isEcho(cause) && feedFailure ? feedFailure : cause;
  }
  await fed;
};

/** What a stream says when another one broke: the other one knows the cause. */
const isEcho = (cause: unknown): boolean =>
  cause instanceof Error &&
  /^(Stream was destroyed|Premature close|Writable stream closed)/.test(cause.message);

const takeEntry = async (entry: Entry, unpacking: Unpacking): Promise<void> => {
  const { name, type } = entry.header;
  const { path } = checkName(name);
  if (++unpacking.entries > unpacking.limits.maxEntries)
    throw new InvalidContent(`The archive has more than ${unpacking.limits.maxEntries} entries.`);
  if (type === 'directory') await takeFolder(entry, path, unpacking);
  else if (path === '') throw new InvalidContent(`The archive's entry "${name}" has no name.`);
  else if (type === 'file' || type === 'contiguous-file') await takeFile(entry, path, unpacking);
  else if (type === 'symlink') takeSymlink(entry, path, unpacking);
  else if (type === 'link') takeHardlink(entry, path, unpacking);
  else
    throw new InvalidContent(
      `The archive's entry "${show(name)}" is refused: it is a ${type ?? 'thing of unknown type'}, not a file, a folder or a link.`,
    );
  entry.resume();
};

const checkName = (name: string): { path: string } => {
  const read = readEntryPath(name);
  if (!read.ok) throw new InvalidContent(`The archive's entry "${show(name)}" is refused: ${read.why}.`);
  return read;
};

const show = (name: string): string => JSON.stringify(name.slice(0, 200)).slice(1, -1);

/** Set-user-id bits and writing by strangers are dropped; the owner can always read and write. */
const saneMode = (mode: number | undefined, least: number): number => ((mode ?? least) & 0o755) | least;

const takeFolder = async (entry: Entry, path: string, unpacking: Unpacking): Promise<void> => {
  await makeFolder(path, unpacking);
  if (path !== '') await chmod(join(unpacking.target, path), saneMode(entry.header.mode, 0o700));
};

const makeFolder = async (path: string, { folders, target }: Unpacking): Promise<void> => {
  if (folders.has(path)) return;
  await mkdir(join(target, path), { recursive: true });
  for (let at = path; at !== '.'; at = dirname(at)) folders.add(at);
};

const parentOf = (path: string): string => (path.includes('/') ? dirname(path) : '');

const takeFile = async (entry: Entry, path: string, unpacking: Unpacking): Promise<void> => {
  const file = join(unpacking.target, path);
  const mode = saneMode(entry.header.mode, 0o600);
  unpacking.symlinks.delete(path);
  unpacking.hardlinks.delete(path);
  await makeFolder(parentOf(path), unpacking);
  // An archive may name a file twice; the last one counts, and must not write into the first.
  await rm(file, { force: true });
  const size = entry.header.size ?? 0;
  if (size <= SMALL_FILE_BYTES) writeFileSync(file, await readSmall(entry), { flag: 'wx', mode });
  else await writeLarge(entry, file, mode);
  unpacking.files++;
  unpacking.bytes += size;
};

const readSmall = async (entry: Entry): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of entry) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

const writeLarge = async (entry: Entry, file: string, mode: number): Promise<void> => {
  const handle = await open(file, 'wx', mode);
  try {
    for await (const chunk of entry) await handle.writeFile(chunk as Buffer);
  } finally {
    await handle.close();
  }
};

const takeSymlink = (entry: Entry, path: string, unpacking: Unpacking): void => {
  unpacking.symlinks.set(path, entry.header.linkname ?? '');
};

const takeHardlink = (entry: Entry, path: string, unpacking: Unpacking): void => {
  const target = readEntryPath(entry.header.linkname ?? '');
  if (!target.ok || target.path === '')
    throw new InvalidContent(
      `The archive's hard link "${show(path)}" is refused: it leads out of the content.`,
    );
  unpacking.hardlinks.set(path, target.path);
};

/** Hard links first: while there is no symbolic link, none can be followed. */
const makeLinks = async (unpacking: Unpacking): Promise<void> => {
  for (const [path, target] of unpacking.hardlinks) await makeHardlink(path, target, unpacking);
  for (const path of unpacking.symlinks.keys()) {
    const why = judgeLink(path, unpacking.symlinks);
    if (why) throw new InvalidContent(`The archive's link "${show(path)}" is refused: ${show(why)}.`);
  }
  for (const path of unpacking.symlinks.keys()) await makeFolder(parentOf(path), unpacking);
  for (const [path, target] of unpacking.symlinks) await symlink(target, join(unpacking.target, path));
};

const makeHardlink = async (path: string, target: string, unpacking: Unpacking): Promise<void> => {
  const from = join(unpacking.target, target);
  const stats = await lstat(from).catch(() => null);
  if (!stats?.isFile())
    throw new InvalidContent(
      `The archive's hard link "${show(path)}" leads to "${show(target)}", which is no file of the archive.`,
    );
  await makeFolder(parentOf(path), unpacking);
  await rm(join(unpacking.target, path), { force: true });
  await link(from, join(unpacking.target, path));
};
