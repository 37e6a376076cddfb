/**
 * In which workspace a request works: all of the caller's home team, or one project, named by the parameter
 * `project` or the header `x-gauntlet-project`; or by the address itself, below `/api/v1/projects/:id`. A
 * project that is not there and one that is not for the caller are answered alike.
 */
import { ProjectId } from '@gauntlet/contract';
import type { FastifyRequest } from 'fastify';
import { projectArchived } from '../identity/index.ts';
import type { HttpDeps } from './deps.ts';
import { actorOf } from './http-app.ts';
import { refused } from './refused.ts';
import { placeOf, type RouteAccess, takesProject } from './route-scopes.ts';

type Deps = Pick<HttpDeps, 'identity'>;

/** Changes `request.actor` into who the caller is there; `request.home` stays who they are at home. */
export async function enterWorkspace(
  deps: Deps,
  request: FastifyRequest,
  url: string,
  access: RouteAccess,
): Promise<void> {
  if (request.actor === null) return;
  const asked = takesProject(url, access) ? askedProject(request) : undefined;
  if (asked !== undefined) await enter(deps, request, asked, access);
  const place = placeOf(url, access);
  if (place === 'project-in-path') await enterAddressed(deps, request, asked, access);
  // What no workspace has: the project was looked at, and the caller stays at home.
  if (place === 'home') leave(request);
}

async function enter(
  { identity }: Deps,
  request: FastifyRequest,
  asked: unknown,
  access: RouteAccess,
): Promise<void> {
  const home = request.home ?? actorOf(request);
  const parsed = ProjectId.safeParse(typeof asked === 'string' ? asked.toLowerCase() : asked);
  const entered = parsed.success ? await identity.enterProject(home, parsed.data) : null;
  if (entered === null) throw refused('not-found', `There is no project ${nameOf(asked)}.`);
  request.home = home;
  request.actor = entered.actor;
  if (entered.state === 'archived' && (access === 'submit' || access === 'secrets'))
    throw refused('not-allowed', projectArchived(entered.actor.projectName ?? ''));
}

async function enterAddressed(
  deps: Deps,
  request: FastifyRequest,
  asked: unknown,
  access: RouteAccess,
): Promise<void> {
  const { id } = request.params as { id: string };
  if (asked !== undefined && request.actor?.projectId !== id.toLowerCase())
    throw refused('invalid-request', 'The address names another project than `project` does. Leave one out.');
  if (asked === undefined) await enter(deps, request, id, access);
}

function leave(request: FastifyRequest): void {
  if (request.home) request.actor = request.home;
}

/** The parameter before the header. */
function askedProject({ query, headers }: FastifyRequest): unknown {
  return (query as { project?: unknown }).project ?? headers['x-gauntlet-project'];
}

const nameOf = (asked: unknown) => (typeof asked === 'string' ? `"${asked.slice(0, 100)}"` : 'of this kind');
