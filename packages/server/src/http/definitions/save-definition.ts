/** POST /api/v1/definitions and PUT /api/v1/definitions/:id, in JSON or YAML. */
import { DefinitionSaveQuery, DefinitionView, TestDefinition } from '@gauntlet/contract';
import type { Actor } from '../../identity/index.ts';
import type { HttpDeps, HttpSettings } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, found } from '../refused.ts';
import { DefinitionParams } from '../route-parameters.ts';
import { acceptYaml } from '../tests/accept-yaml.ts';

export async function routeSaveDefinition(app: App, deps: HttpDeps, settings: HttpSettings): Promise<void> {
  await app.register(async (scope: App) => {
    acceptYaml(scope);
    routeCreate(scope, deps, settings);
    routeChange(scope, deps, settings);
  });
}

function routeCreate(scope: App, deps: HttpDeps, { maxDefinitionBytes: bodyLimit }: HttpSettings): void {
  scope.route({
    method: 'POST',
    url: '/api/v1/definitions',
    bodyLimit,
    schema: {
      tags: ['definitions'],
      summary: 'Save a new definition without running it',
      description: 'A name that is taken is refused: that one is changed by PUT.',
      consumes: ['application/json', 'application/yaml'],
      body: TestDefinition,
      response: { 201: DefinitionView },
    },
    handler: async (request, reply) => {
      const saved = await save(deps, actorOf(request), { body: request.body, target: { kind: 'new' } });
      return reply.code(201).send(saved);
    },
  });
}

function routeChange(scope: App, deps: HttpDeps, { maxDefinitionBytes: bodyLimit }: HttpSettings): void {
  scope.route({
    method: 'PUT',
    url: '/api/v1/definitions/:id',
    bodyLimit,
    schema: {
      tags: ['definitions'],
      summary: 'Save a new version of a definition without running it',
      description:
        'The body is the whole definition; its name may be another. What differs in nothing makes no new version.',
      consumes: ['application/json', 'application/yaml'],
      params: DefinitionParams,
      querystring: DefinitionSaveQuery,
      body: TestDefinition,
      response: { 200: DefinitionView },
    },
    handler: async (request) => {
      const expected = request.query.expected ?? null;
      const target = { kind: 'existing', definitionId: request.params.id, expected } as const;
      return save(deps, actorOf(request), { body: request.body, target });
    },
  });
}

type Order = Omit<Parameters<HttpDeps['definitions']['save']>[0], 'actor'>;

async function save({ definitions, readers }: HttpDeps, actor: Actor, order: Order): Promise<DefinitionView> {
  const { definitionId } = accepted(await definitions.save({ actor, ...order }));
  return found(await readers.definition(actor, definitionId), `definition ${definitionId}`);
}
