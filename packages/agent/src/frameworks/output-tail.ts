/** Keeps the last lines of an output, for the message that says why a process failed. */
import { StringDecoder } from 'node:string_decoder';
import { cleanText } from '../reports/bound-text.ts';

const LINES = 60; // a stack without a limit, as Mocha asks for, is 30 lines deep
const CHARACTERS = 8192;

export type OutputTail = {
  push: (chunk: Buffer) => void;
  /** The last lines, without escape sequences; empty when nothing was printed. */
  text: () => string;
};

export function createOutputTail(): OutputTail {
  const decoder = new StringDecoder('utf8');
  let kept = '';
  return {
    push: (chunk) => {
      kept = (kept + decoder.write(chunk)).slice(-CHARACTERS);
    },
    text: () => cleanText(kept).trimEnd().split(/\r?\n/).slice(-LINES).join('\n').trim(),
  };
}
