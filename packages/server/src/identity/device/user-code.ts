/** Codes that a person reads off one screen and types or compares on another. */

/** Without vowels, so that no word comes out; without digits, so that none is taken for a letter (RFC 8628, 6.1). */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';
const LENGTH = 8;
/** Bytes from here on would make the first letters likelier than the others. */
const FAIR_BYTES = 256 - (256 % LETTERS.length);

/** 34 random bits, as XXXX-XXXX. */
export function newUserCode(): string {
  let code = '';
  while (code.length < LENGTH)
    for (const byte of crypto.getRandomValues(new Uint8Array(2 * LENGTH)))
      if (byte < FAIR_BYTES && code.length < LENGTH) code += LETTERS[byte % LETTERS.length];
  return dashed(code);
}

/** As it was shown, whatever way it was typed. Null: it cannot be one. */
export function readUserCode(typed: string): string | null {
  const letters = typed.toUpperCase().replaceAll(/[\s-]/g, '');
  const isCode = letters.length === LENGTH && [...letters].every((letter) => LETTERS.includes(letter));
  return isCode ? dashed(letters) : null;
}

const dashed = (letters: string) => `${letters.slice(0, 4)}-${letters.slice(4)}`;
