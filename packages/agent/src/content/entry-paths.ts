/**
 * Pure rules for the names and links of an archive's entries. Everything is decided on names before
 * anything touches the disk, so no order of entries can lead a write outside.
 */
const LONGEST_PATH_BYTES = 4096;
const LONGEST_NAME_BYTES = 255;
/** As many links as Linux follows before it says that they lead in a circle. */
const MOST_LINKS_FOLLOWED = 40;

export type EntryPath = { ok: true; path: string } | { ok: false; why: string };

/** The entry's path inside the folder, without `.` and empty parts; '' is the folder itself. */
export const readEntryPath = (name: string): EntryPath => {
  if (name.startsWith('/') || /^[A-Za-z]:[\\/]/.test(name)) return { ok: false, why: 'its path is absolute' };
  if (name.includes('\0')) return { ok: false, why: 'its path holds a NUL character' };
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) return { ok: false, why: 'its path holds ".."' };
  const tooLong = parts.some((part) => Buffer.byteLength(part) > LONGEST_NAME_BYTES);
  const path = parts.join('/');
  if (tooLong || Buffer.byteLength(path) > LONGEST_PATH_BYTES)
    return { ok: false, why: 'its name is too long' };
  return { ok: true, path };
};

/**
 * Why a symbolic link may not be made, or null when it stays inside whatever other links it passes.
 * `links` are all links of the archive by their paths: `a -> b/..` is judged by where `b` leads.
 */
export const judgeLink = (path: string, links: ReadonlyMap<string, string>): string | null => {
  const target = links.get(path) ?? '';
  const reached: string[] = path.split('/').slice(0, -1);
  const todo = target.split('/');
  if (target === '' || target.includes('\0')) return 'its target is empty or holds a NUL character';
  if (target.startsWith('/')) return `it leads to an absolute path (${target})`;
  let followed = 0;
  while (todo.length > 0) {
    const part = todo.shift() as string;
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (reached.length === 0) return `it leads out of the content (${target})`;
      reached.pop();
      continue;
    }
    reached.push(part);
    const next = links.get(reached.join('/'));
    if (next === undefined) continue;
    if (++followed > MOST_LINKS_FOLLOWED) return 'it leads in a circle';
    if (next.startsWith('/')) return `it leads, by ${reached.join('/')}, to an absolute path (${next})`;
    reached.pop();
    todo.unshift(...next.split('/'));
  }
  return null;
};
