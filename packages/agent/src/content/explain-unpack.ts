import type { ContentRefusal } from './content-order.ts';

/** The content itself is at fault; the message is for the user as it is. */
export class InvalidContent extends Error {}

/** The archive could not be had: the transport is at fault, not the archive. */
export class UnreadableArchive extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

const FULL = new Set(['ENOSPC', 'EDQUOT']);
/** What the file system answers to entries that contradict each other (a file where a folder is, ...). */
const CONTRADICTION = new Set([
  'EEXIST',
  'ENOTDIR',
  'EISDIR',
  'ENAMETOOLONG',
  'ELOOP',
  'ERR_FS_EISDIR',
  'EILSEQ',
]);

const isDiskFull = (cause: unknown): boolean => FULL.has(codeOf(cause));

/** Errors that nobody can expect (a bug, a broken disk) are thrown on. */
export const explainUnpackError = (cause: unknown, signal?: AbortSignal): ContentRefusal => {
  if (signal?.aborted)
    return { reason: 'content-unavailable', message: 'Fetching the content was cancelled.' };
  if (cause instanceof InvalidContent) return { reason: 'content-invalid', message: cause.message };
  if (cause instanceof UnreadableArchive)
    return { reason: 'content-unavailable', message: `The archive could not be read: ${cause.message}` };
  if (isDiskFull(cause))
    return { reason: 'disk-full', message: 'The disk is full: there is no room to unpack the content.' };
  const message = cause instanceof Error ? cause.message : String(cause);
  if (CONTRADICTION.has(codeOf(cause)))
    return { reason: 'content-invalid', message: `Entries of the content contradict each other: ${message}` };
  if (isDamage(codeOf(cause), message))
    return {
      reason: 'content-invalid',
      message: `The archive is damaged or cut off, or is no tar or tar.gz: ${message}`,
    };
  throw cause;
};

const codeOf = (cause: unknown): string => String((cause as NodeJS.ErrnoException | null)?.code ?? '');

/** What zlib and tar-stream say of bytes that are not what they should be. */
const isDamage = (code: string, message: string): boolean =>
  code.startsWith('Z_') || /^(Invalid (tar )?header|Header exceeds|Unexpected end of data)/.test(message);
