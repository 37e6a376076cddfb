/**
 * What a browser may do with an artifact. Tests are hostile and so are their files: nothing is guessed
 * about them, no script of theirs runs, and each lives in a sandbox without our origin.
 */
import type { StoredArtifact } from '../../executions/index.ts';

/** Shown in the browser; everything else is saved. SVG and XML can carry scripts and stay out. */
const SHOWN = new Set([
  'application/json',
  'audio/mpeg',
  'audio/ogg',
  'audio/wav',
  'image/avif',
  'image/gif',
  'image/jpeg',
  'image/png',
  'image/webp',
  'text/plain',
  'video/mp4',
  'video/ogg',
  'video/webm',
]);

const NOTHING_RUNS =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data: 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
const SHUT = `sandbox; ${NOTHING_RUNS}`;
/** A browser fetches what it plays once more, which it does not do from a sandbox; players run no scripts. */
const PLAYED = `${NOTHING_RUNS}; media-src 'self'`;
/**
 * Our own report has one script, which its own policy names by hash; links in it open beside it. The dashboard
 * shows it in a frame; it has no origin there either.
 */
const REPORT =
  "sandbox allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

type Shown = Pick<StoredArtifact, 'type' | 'name' | 'contentType' | 'groupIndex' | 'checksum' | 'encoding'>;

/**
 * A page that a test has left, in a frame of the dashboard: its text, its own styles and the pictures within it.
 * Nothing runs, nothing is fetched from elsewhere, and no form or link of it leads out of the frame.
 */
const FRAMED_PAGE =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

/** `framed`: asked for as a page, by a frame as far as the browser says. */
export type Asked = 'framed' | 'alone';

export function contentHeaders(artifact: Shown, asked: Asked = 'alone'): Record<string, string> {
  const page = asked === 'framed' && mediaType(artifact.contentType) === 'text/html' && !isReport(artifact);
  return page ? { ...headersOf(artifact), ...FRAMED } : headersOf(artifact);
}

const FRAMED = {
  'content-disposition': 'inline',
  'content-security-policy': FRAMED_PAGE,
  'x-frame-options': 'SAMEORIGIN',
};

function headersOf(artifact: Shown): Record<string, string> {
  const media = mediaType(artifact.contentType);
  const report = isReport(artifact);
  const shown = report || SHOWN.has(media);
  return {
    'content-type': safeType(artifact.contentType),
    'content-disposition': `${shown ? 'inline' : 'attachment'}; ${fileNames(artifact.name)}`,
    'content-security-policy': report ? REPORT : shown && /^(video|audio)\//.test(media) ? PLAYED : SHUT,
    'x-content-type-options': 'nosniff',
    'x-frame-options': report ? 'SAMEORIGIN' : 'DENY',
    'cache-control': 'private, no-cache',
    etag: `${artifact.encoding === 'gzip' ? 'W/' : ''}"${artifact.checksum}"`,
  };
}

/** Made by the server; what a group calls a report is a file like any other. */
const isReport = ({ type, groupIndex }: Shown) => type === 'html-report' && groupIndex === null;

const mediaType = (contentType: string) => (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();

/** A type that is none would be an invalid header, or two. */
const safeType = (contentType: string) =>
  /^[\w.+-]+\/[\w.+-]+(; ?[\w-]+=[\w."-]+)*$/.test(contentType) ? contentType : 'application/octet-stream';

/** For whoever hands it out in our place, and sends no policy of ours along: it is a file to be saved, whatever it is. */
export const savedHeaders = ({ name }: Pick<Shown, 'name'>) => ({
  contentType: 'application/octet-stream',
  contentDisposition: `attachment; ${fileNames(name)}`,
});

/** RFC 6266: an ASCII name for the old, the whole one for everybody else. Folders are left out. */
function fileNames(name: string): string {
  const base = name.split(/[/\\]/).at(-1) || 'artifact';
  const ascii = base.replaceAll(/[^\w .()+-]/g, '_').slice(0, 150);
  const encoded = encodeURIComponent(base.slice(0, 200).toWellFormed()).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
