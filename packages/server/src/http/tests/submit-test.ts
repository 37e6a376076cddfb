/** POST /api/v1/tests: a definition, or a stored one with overrides; in JSON or YAML. */
import { SubmitAnswer, SubmitRequest, SubmitStored, TestDefinition } from '@gauntlet/contract';
import type { FastifySchemaCompiler } from 'fastify';
import type { z } from 'zod';
import type { SubmitCommand } from '../../executions/index.ts';
import type { HttpDeps, HttpSettings } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { submitAnswer } from '../links.ts';
import { malformed } from '../parse-json.ts';
import { accepted } from '../refused.ts';
import { IdempotencyHeaders } from '../route-parameters.ts';
import { validateInput } from '../validate-input.ts';
import { acceptYaml } from './accept-yaml.ts';

export async function routeSubmitTest(app: App, deps: HttpDeps, settings: HttpSettings): Promise<void> {
  await app.register(async (scope: App) => {
    acceptYaml(scope);
    scope.setValidatorCompiler(validateSubmission);
    scope.route({
      method: 'POST',
      url: '/api/v1/tests',
      bodyLimit: settings.maxDefinitionBytes,
      schema: {
        tags: ['executions'],
        summary: 'Submit a test',
        consumes: ['application/json', 'application/yaml'],
        headers: IdempotencyHeaders,
        body: SubmitRequest,
        response: { 202: SubmitAnswer },
      },
      handler: async (request, reply) => {
        const actor = actorOf(request);
        const command: SubmitCommand = {
          actor,
          request: requestOf(request.body),
          idempotencyKey: request.headers['idempotency-key'] ?? null,
        };
        const submitted = accepted(await deps.executions.submitTest(command));
        return reply.code(202).send(submitAnswer(actor, submitted));
      },
    });
  });
}

/** By what it names, not by trying both: a fault is then told of the form that was meant. */
const validateSubmission: FastifySchemaCompiler<z.ZodType> = (route) => {
  if (route.httpPart !== 'body') return validateInput(route);
  const stored = validateInput({ ...route, schema: SubmitStored });
  const whole = validateInput({ ...route, schema: TestDefinition });
  return (body: unknown) => {
    if (body === null || body === undefined)
      return { error: malformed('', 'There is no body. Send a definition, as JSON or YAML.') };
    return typeof body === 'object' && 'definitionId' in body ? stored(body) : whole(body);
  };
};

const requestOf = (body: SubmitRequest): SubmitCommand['request'] =>
  'definitionId' in body ? { kind: 'stored', ...body } : { kind: 'definition', body };
