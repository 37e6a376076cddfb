/** Where browsers find this server, for addresses that are told to others. */
import type { FastifyRequest } from 'fastify';
import type { HttpSettings } from './deps.ts';

/** The public address where one is set, or else the one that this request came by. Without a slash at the end. */
export function ownAddress(
  { protocol, host }: FastifyRequest,
  { publicUrl }: Pick<HttpSettings, 'publicUrl'>,
): string {
  return (publicUrl ?? `${protocol}://${host}`).replace(/\/+$/, '');
}

const LOCAL_PATH = /^\/(?![/\\])[\w\-./?=&%~]{0,500}$/;

/** A path of this server, or the first page: nobody is sent elsewhere by a link that begins here. */
export const localPath = (asked: string | undefined): string =>
  asked !== undefined && LOCAL_PATH.test(asked) ? asked : '/';
