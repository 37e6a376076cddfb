import { extname } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.avif': 'image/avif',
  '.css': 'text/css',
  '.csv': 'text/csv',
  '.gif': 'image/gif',
  '.gz': 'application/gzip',
  '.html': 'text/html',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.info': 'text/plain',
  '.jsonl': 'application/x-ndjson',
  '.log': 'text/plain',
  '.md': 'text/markdown',
  '.mp4': 'video/mp4',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.tap': 'text/plain',
  '.txt': 'text/plain',
  '.webm': 'video/webm',
  '.webp': 'image/webp',
  '.xml': 'application/xml',
  '.yaml': 'application/yaml',
  '.yml': 'application/yaml',
  '.zip': 'application/zip',
};
const WELL_FORMED = /^[\w.+-]{1,100}\/[\w.+-]{1,100}(; ?[\w-]+=[\w.+-]{1,50})?$/;

const TEXT =
  /^(text\/|application\/(json|xml|[\w.-]+\+(json|xml)|javascript|yaml|x-yaml|x-ndjson)|image\/svg)/;

/**
 * Whether a file is text as far as its ending or its media type tell; the rest is binary, and a mask in it
 * would break it. Both are asked, since a test says of its files what it likes.
 */
export const isText = (path: string, contentType = ''): boolean =>
  TEXT.test(contentType) || TEXT.test(TYPES[extname(path).toLowerCase()] ?? '');

/** What a test says of its file, when it is a media type at all; else by the file's ending. */
export const contentTypeOf = (path: string, said?: string): string =>
  said !== undefined && WELL_FORMED.test(said)
    ? said
    : (TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream');
