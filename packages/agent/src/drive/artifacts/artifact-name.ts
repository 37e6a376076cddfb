import { extname } from 'node:path';
import type { Masker } from '../../masking/masker.ts';

const LONGEST = 255;
/** Control characters, and those that change the direction of the text after them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A name that may be shown, and used as a relative path: no empty, `.` or `..` part, no leading slash. */
export const artifactName = (said: string, path: string, { maskText }: Pick<Masker, 'maskText'>): string => {
  // Masked before it is shortened: half a secret is one too.
  const parts = maskText(said)
    .toWellFormed()
    .replaceAll('\\', '/')
    .replaceAll(UNPRINTABLE, '')
    .split('/')
    .filter((part) => part.trim() !== '' && part !== '.' && part !== '..');
  const name = parts.join('/') || 'attachment';
  const ending = extname(name) === '' ? extname(maskText(path)).replaceAll(UNPRINTABLE, '').slice(0, 16) : '';
  return shorten(name, LONGEST - ending.length) + ending;
};

/** The end of a path says more than its beginning, and holds the ending. */
const shorten = (name: string, longest: number): string =>
  name.length <= longest ? name : `…${name.slice(name.length - longest + 1)}`.toWellFormed();
