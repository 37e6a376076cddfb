/** Pages: HTML under a policy that runs our own scripts only, never kept by anybody between. */
import type { FastifyReply } from 'fastify';
import { PAGE_POLICY } from '../pages/page-frame.ts';

export const sendPage = (reply: FastifyReply, page: string, policy = PAGE_POLICY): FastifyReply =>
  reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', policy)
    .header('cache-control', 'private, no-store')
    // Under `no-referrer` a browser does not say where a form comes from, and ours must be told from others'.
    .header('referrer-policy', 'same-origin')
    .serializer(String)
    .send(page);

/**
 * Sends the browser on by a page of our own. A link in a message or on another site comes without our
 * cookie, which is for our own pages alone; what a page of ours leads to comes with it.
 */
export const sendOn = (reply: FastifyReply, address: string | null): FastifyReply =>
  sendPage(
    reply,
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="0${address === null ? '' : `;url=${address}`}"><title>Gauntlet</title></html>\n`,
  );
