/**
 * The ring of keys that seal what the database holds sealed: GAUNTLET_SECRET_KEY, or the file `secret.key` in
 * the data folder, made at the first start. Several keys: by commas in the setting, by lines in the file; the
 * first seals, all open. A key is known by the beginning of its SHA-256, which tells nothing about it.
 *
 * Invariants: the file is replaced as a whole and never loses a key but by `drop`, which takes out exactly
 * those named. Whoever changes it holds the database's lock for that: two at once would undo each other.
 */
import { createHash, randomBytes } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeyFile } from '../../identity/index.ts';
import type { KeyRing, SecretKey } from '../../kernel/seal.ts';
import { writePrivateFile } from './host-files.ts';

const KEY_BYTES = 32;

/** `file` is null where the keys come from the setting: then they are whoever's who gives the setting. */
export async function openKeyRing(
  dataFolder: string,
  setting: string | null,
): Promise<{ ring: KeyRing; file: KeyFile | null }> {
  if (setting !== null) {
    const keys = parseKeys(setting.split(','), 'GAUNTLET_SECRET_KEY');
    return { ring: { source: 'environment', read: async () => keys }, file: null };
  }
  const path = join(dataFolder, 'secret.key');
  if (await isAbsent(path)) await writePrivateFile(path, `${newKey()}\n`);
  const ring: KeyRing = { source: 'file', read: () => readKeys(path) };
  await ring.read();
  return { ring, file: keyFile(path) };
}

const keyFile = (path: string): KeyFile => ({
  addFirst: async () => {
    const made = newKey();
    await writeKeys(path, [keyOf(made), ...(await readKeys(path))]);
    return keyOf(made).keyId;
  },
  drop: async (keyIds) => {
    const [first, ...others] = await readKeys(path);
    const [kept, dropped] = [
      others.filter(({ keyId }) => !keyIds.includes(keyId)),
      others.filter(({ keyId }) => keyIds.includes(keyId)),
    ];
    if (dropped.length > 0) await writeKeys(path, [first, ...kept]);
    return dropped.map(({ keyId }) => keyId);
  },
});

/** A file that is there and cannot be read stops the start: a new one in its place would lose every key. */
const isAbsent = (path: string): Promise<boolean> =>
  stat(path).then(
    () => false,
    (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') return true;
      throw cause;
    },
  );

const newKey = () => randomBytes(KEY_BYTES).toString('base64');

const keyOf = (text: string): SecretKey => {
  const key = Buffer.from(text, 'base64');
  return { keyId: createHash('sha256').update(key).digest('hex').slice(0, 16), key };
};

/** Where the file is a link, several servers may share what it leads to: that is what is replaced. */
async function writeKeys(path: string, keys: readonly SecretKey[]): Promise<void> {
  const lines = keys.map(({ key }) => Buffer.from(key).toString('base64'));
  await writePrivateFile(await realpath(path), `${lines.join('\n')}\n`);
}

/** A file that is gone is not made anew here: what is sealed would then be lost without a word. */
const readKeys = async (path: string) => parseKeys((await readFile(path, 'utf8')).split('\n'), path);

function parseKeys(texts: readonly string[], where: string): readonly [SecretKey, ...SecretKey[]] {
  const filled = texts.map((text) => text.trim()).filter((text) => text !== '');
  const [first, ...others] = filled.map((text, index) => {
    const key = keyOf(text);
    if (key.key.byteLength !== KEY_BYTES)
      throw new Error(
        `Key ${index + 1} of ${where} must be ${KEY_BYTES} bytes in base64, not ${key.key.byteLength} bytes.`,
      );
    return key;
  });
  if (first) return [first, ...others];
  throw new Error(`${where} holds no key: it must be ${KEY_BYTES} bytes in base64.`);
}
