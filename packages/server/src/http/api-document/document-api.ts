/** The OpenAPI document, made from the routes themselves, and its browsable form without any outside host. */
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { Problem } from '@gauntlet/contract';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { App } from '../http-app.ts';
import { accessOf, type RouteAccess } from '../route-scopes.ts';
import { type ApiDocument, tidySchemas } from './tidy-schemas.ts';

/** Of the page that shows the document: its own files only; what it draws is styled in place. */
const READER_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const DESCRIPTION = `Runs test suites and tells how they went. Every time is ISO 8601 in UTC; lists are paged by an opaque
\`cursor\`; errors are RFC 9457 problem details. Ask with \`Authorization: Bearer gnt_...\`. What is a team's is
asked for in all of the home team, or in one project by the parameter \`project\` or the header
\`x-gauntlet-project\`.`;

/** To be called before any route that belongs into the document. */
export async function documentApi(app: App, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Gauntlet',
        version,
        description: DESCRIPTION,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', description: 'A token of a person, `gnt_...`' },
          group: { type: 'http', scheme: 'bearer', description: 'The token of a group, `gag_...`' },
        },
      },
    },
    transform: (document) => {
      const { schema, url } = jsonSchemaTransform(document);
      const method = [document.route.method].flat()[0] ?? 'GET';
      return { url, schema: { ...schema, ...describeOperation(method, url) } };
    },
    transformObject: (document) => {
      const written = jsonSchemaTransformObject(document);
      return tidySchemas(withOptionalBodies(withProblems(written as ApiDocument))) as typeof written;
    },
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: READER_POLICY,
    uiConfig: { deepLinking: true, docExpansion: 'list', requestInterceptor: markRequest },
    theme: { title: 'Gauntlet API' },
  });
}

/** Runs in the browser: what a page of ours sends says so. */
function markRequest<Asked extends object>(request: Asked): Asked {
  Object.assign((request as { headers?: object }).headers ?? {}, { 'x-gauntlet-csrf': '1' });
  return request;
}

function describeOperation(method: string, url: string) {
  const access = accessOf(method, url) ?? 'public';
  return {
    operationId: operationIdOf(method, url),
    security: securityOf(access),
    'x-required-scope': access,
  };
}

function securityOf(access: RouteAccess): Record<string, string[]>[] {
  if (access === 'public') return [];
  return access === 'agent' ? [{ group: [] }] : [{ token: [] }];
}

/** `GET /api/v1/executions/:id/units` is `getExecutionsIdUnits`. */
function operationIdOf(method: string, url: string): string {
  const words = url
    .replace(/^\/api\/v1/, '')
    .replace(/^\/agent\/v1/, '/agent')
    .split(/[^A-Za-z]+/);
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

/** A body whose schema says what is meant by none may be left out. */
function withOptionalBodies(document: ApiDocument): ApiDocument {
  return mapOperations(document, (operation) => {
    const schemas = Object.values(operation.requestBody?.content ?? {}).map(({ schema }) => schema);
    if (!operation.requestBody || schemas.some((schema) => schema?.default === undefined)) return operation;
    return { ...operation, requestBody: { ...operation.requestBody, required: false } };
  });
}

/** Whatever the operation, a refusal is a problem. */
function withProblems(document: ApiDocument): ApiDocument {
  const id = Problem.meta()?.id ?? 'Problem';
  const refusal = {
    description: 'Refused, and why',
    content: { 'application/problem+json': { schema: { $ref: `#/components/schemas/${id}` } } },
  };
  return mapOperations(document, (operation) => ({
    ...operation,
    responses: { ...operation.responses, default: refusal },
  }));
}

type WrittenOperation = {
  requestBody?: { required?: boolean; content?: Record<string, { schema?: { default?: unknown } }> };
  responses?: object;
};

function mapOperations(
  document: ApiDocument,
  change: (operation: WrittenOperation) => WrittenOperation,
): ApiDocument {
  const paths = Object.entries(document.paths).map(([path, operations]) => [
    path,
    Object.fromEntries(
      Object.entries(operations as Record<string, WrittenOperation>).map(([method, operation]) => [
        method,
        change(operation),
      ]),
    ),
  ]);
  return { ...document, paths: Object.fromEntries(paths) as Record<string, unknown> };
}
