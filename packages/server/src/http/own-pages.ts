/**
 * Whether a request that changes something comes from a page of our own. What a browser sends by itself, its
 * cookies, proves nothing: any site can make it send a form here.
 */
import type { FastifyRequest } from 'fastify';
import type { HttpSettings } from './deps.ts';
import { refused } from './refused.ts';

/**
 * `script`: must come from a page of ours, with a header that forms cannot send. `form`: from a page of ours.
 * `no-foreign-page`: not from another site's page; a program, which brings no cookies, is welcome.
 */
export type OriginRule = 'script' | 'form' | 'no-foreign-page';

/** @returns a function that throws the refusal. */
export function createOriginGuard({ publicUrl }: Pick<HttpSettings, 'publicUrl'>) {
  const publicOrigin = publicUrl === null ? null : (URL.parse(publicUrl)?.origin ?? null);
  return (request: FastifyRequest, rule: OriginRule): void => {
    const own = isFromOwnPage(request, publicOrigin);
    if (rule === 'script' && !(own && request.headers['x-gauntlet-csrf'] === '1'))
      throw refused(
        'not-allowed',
        'A browser session changes things only from a page of this server, with the header `x-gauntlet-csrf: 1`. Programs send a token.',
      );
    if (rule === 'form' && !own)
      throw refused(
        'not-allowed',
        'This form is taken from a page of this server only. Open it here, and send it again.',
      );
    if (rule === 'no-foreign-page' && !own && isFromPage(request))
      throw refused('not-allowed', 'A page of another site cannot sign anybody in here.');
  };
}

const isFromPage = ({ headers }: FastifyRequest) =>
  headers.origin !== undefined || headers['sec-fetch-site'] !== undefined;

function isFromOwnPage({ headers, protocol, host }: FastifyRequest, publicOrigin: string | null): boolean {
  const { origin } = headers;
  if (origin === undefined) return headers['sec-fetch-site'] === 'same-origin';
  return origin === publicOrigin || origin.toLowerCase() === `${protocol}://${host}`.toLowerCase();
}
