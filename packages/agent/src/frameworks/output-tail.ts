/** Keeps the last lines of an output, for the message that says why a process failed. */
import { StringDecoder } from 'node:string_decoder';
import type { MaskStream } from '@gauntlet/core/masking';
import { cleanText } from '../reports/bound-text.ts';

const LINES = 60; // a stack without a limit, as Mocha asks for, is 30 lines deep
const CHARACTERS = 8192;

export type OutputTail = {
  push: (chunk: Buffer) => void;
  /** The last lines, without escape sequences; empty when nothing was printed. */
  text: () => string;
};

/** Masked before it is cut: the rest of a secret would not be known for one. */
export function createOutputTail(mask?: MaskStream): OutputTail {
  const decoder = new StringDecoder('utf8');
  let kept = '';
  const keep = (bytes: Buffer): void => {
    kept = (kept + decoder.write(bytes)).slice(-CHARACTERS);
  };
  return {
    push: (chunk) => {
      keep(mask ? mask.push(chunk) : chunk);
    },
    text: () => {
      if (mask) keep(mask.cut());
      return cleanText(kept).trimEnd().split(/\r?\n/).slice(-LINES).join('\n').trim();
    },
  };
}
