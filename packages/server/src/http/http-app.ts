/** The server as routes see it: inputs and answers typed by their schemas, and who asks on the request. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Group } from '../executions/index.ts';
import type { Actor } from '../identity/index.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null on public routes and before the request was looked at. */
    actor: Actor | null;
    /** The same at home, where a project was entered; null where none was. */
    home: Actor | null;
    /** The agent's group, on agent routes. */
    group: Group | null;
    /** How the actor was recognised: a browser's cookie needs more than a program's token. */
    signedInBy: 'token' | 'cookie' | null;
    /** For the access log. */
    startedAt: number;
  }
}

export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** On routes that ask for a token there is somebody; anything else is a mistake in the table of scopes. */
export function actorOf({ actor, routeOptions }: FastifyRequest): Actor {
  if (actor) return actor;
  throw new Error(`${routeOptions.url} was reached without an actor`);
}

export function groupOf({ group, routeOptions }: FastifyRequest): Group {
  if (group) return group;
  throw new Error(`${routeOptions.url} was reached without a group`);
}
