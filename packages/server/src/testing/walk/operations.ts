/**
 * Every route of the server with its row in the table of scopes and what it takes: as the API document says,
 * or for pages, which are not in it, as their own schemas say.
 */
import { z } from 'zod';
import { accessOf, type RouteAccess } from '../../http/route-scopes.ts';
import { createHttpServer } from '../../http/server.ts';
import { fakeHttpDeps } from '../fake-http-deps.ts';
import type { JsonSchema, Schemas } from './json-schema.ts';

type PlaceIn = 'path' | 'query' | 'header';
type Parameter = { in: PlaceIn; name: string; required: boolean; schema: JsonSchema };
export type Operation = {
  /** `GET /api/v1/executions/:id`, as in the table. */
  name: string;
  method: string;
  url: string;
  access: RouteAccess;
  parameters: Parameter[];
  body: { type: string; schema: JsonSchema } | null;
  /** Not in the document: for people. */
  page: boolean;
};

type Described = {
  parameters?: { in: PlaceIn; name: string; required?: boolean; schema: JsonSchema }[];
  requestBody?: { content: Record<string, { schema: JsonSchema }> };
};
type Document = { paths: Record<string, Record<string, Described>>; components: { schemas: Schemas } };
type RouteSchema = Partial<Record<'params' | 'querystring' | 'headers' | 'body', z.ZodType>>;

export async function listOperations(): Promise<{ operations: Operation[]; schemas: Schemas }> {
  const app = createHttpServer(fakeHttpDeps());
  const routes: { method: string; url: string; schema: RouteSchema }[] = [];
  app.addHook('onRoute', ({ method, url, schema }) => {
    for (const each of [method].flat())
      routes.push({ method: each, url, schema: (schema ?? {}) as RouteSchema });
  });
  await app.ready();
  const asked = { url: '/api/v1/openapi.json', headers: { authorization: 'Bearer gnt_read' } };
  const { paths, components } = (await app.inject(asked)).json<Document>();
  await app.close();
  const operations = routes.map(({ method, url, schema }) => {
    const path = url.replaceAll(/:(\w+)/g, '{$1}');
    const described = paths[path]?.[method === 'HEAD' ? 'get' : method.toLowerCase()];
    const access = accessOf(method, url);
    if (access === null) throw new Error(`${method} ${url} has no row in route-scopes.ts`);
    const input = described ? ofDocument(described) : ofPage(url, schema);
    return { name: `${method} ${url}`, method, url, access, ...input, page: !described };
  });
  return { operations, schemas: components.schemas };
}

function ofDocument({ parameters = [], requestBody }: Described): Pick<Operation, 'parameters' | 'body'> {
  const [content] = Object.entries(requestBody?.content ?? {});
  return {
    parameters: parameters.map((each) => ({ ...each, required: each.required === true })),
    body: content ? { type: content[0], schema: content[1].schema } : null,
  };
}

function ofPage(url: string, schema: RouteSchema): Pick<Operation, 'parameters' | 'body'> {
  const described = [
    ...parametersOf('path', schema.params),
    ...parametersOf('query', schema.querystring),
    ...parametersOf('header', schema.headers),
  ];
  // What a page's route takes from its address without saying so is a parameter all the same.
  const bare = [...url.matchAll(/:(\w+)/g)]
    .map(([, name = '']) => name)
    .filter((name) => !described.some((each) => each.in === 'path' && each.name === name))
    .map((name) => ({ in: 'path' as const, name, required: true, schema: { type: 'string' } }));
  const body = schema.body
    ? { type: 'application/x-www-form-urlencoded', schema: written(schema.body) }
    : null;
  return { parameters: [...described, ...bare], body };
}

function parametersOf(place: PlaceIn, schema: z.ZodType | undefined): Parameter[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = written(schema);
  return Object.entries(properties).map(([name, property]) => ({
    in: place,
    name,
    required: required.includes(name),
    schema: property,
  }));
}

const written = (schema: z.ZodType) =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
