import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeHttpDeps } from '../../testing/fake-http-deps.ts';
import { createHttpServer } from '../server.ts';

type Operation = {
  operationId: string;
  summary?: string;
  tags?: string[];
  security: object[];
  parameters?: { name: string; in: string; required?: boolean; schema: object }[];
  requestBody?: { required?: boolean; content: Record<string, { schema: object }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>;
};
type Document = {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
};

let app: FastifyInstance;
let document: Document;
const routes: string[] = [];
const AUTHORISED = { authorization: 'Bearer gnt_read' };

beforeAll(async () => {
  app = createHttpServer(fakeHttpDeps());
  app.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat())
      if (each !== 'HEAD') routes.push(`${each} ${url.replaceAll(/:(\w+)/g, '{$1}')}`);
  });
  document = (await app.inject({ url: '/api/v1/openapi.json', headers: AUTHORISED })).json();
});
afterAll(() => app.close());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      path,
      method,
      operation,
    })),
  );
const ofApi = (name: string) => /^\w+ \/(api|agent|health|metrics|\.well-known)/.test(name);

describe('the API document', () => {
  it('has every route of the API and no other, and every route is in it', () => {
    expect(
      operations()
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(routes.filter(ofApi).toSorted());
    expect(routes.filter(ofApi).length).toBeGreaterThan(35);
  });

  it('has every route that the head of the contract lists', () => {
    const head =
      readFileSync(new URL('../../../../contract/src/api.ts', import.meta.url), 'utf8').split('*/')[0] ?? '';
    const listed = [...head.matchAll(/^ \* {3}([A-Z|]+(?:, [A-Z|]+)?) +(\/api\/v1\S+)/gm)].flatMap(
      ([, methods = '', path = '']) =>
        methods
          .split('|')
          .map((method) => `${method} ${path.replace(/,$/, '').replaceAll(/:(\w+)/g, '{$1}')}`),
    );
    expect(listed.length).toBeGreaterThan(20);
    const known = new Set(operations().map(({ name }) => name));
    expect(listed.filter((name) => !known.has(name))).toEqual([]);
  });

  it('is OpenAPI 3.1 in its form: each reference leads somewhere, each parameter of a path is described', () => {
    expect(document.openapi).toBe('3.1.0');
    const schemas = document.components.schemas;
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, to = '']) => to);
    expect(references.length).toBeGreaterThan(20);
    for (const to of references) expect(schemas[to.replace('#/components/schemas/', '')], to).toBeDefined();
    for (const { name, path, operation } of operations()) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
      const described = operation.parameters?.filter((parameter) => parameter.in === 'path') ?? [];
      expect(
        described.map((parameter) => parameter.name),
        name,
      ).toEqual(inPath);
      expect(
        described.every((parameter) => parameter.required),
        name,
      ).toBe(true);
      expect(
        Object.values(operation.responses).every((response) => typeof response.description === 'string'),
        name,
      ).toBe(true);
      expect(operation.summary, name).toBeTruthy();
      expect(operation.tags, name).toHaveLength(1);
    }
    const ids = operations().map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('says of each operation how it succeeds and that a refusal is a problem', () => {
    for (const { name, operation } of operations()) {
      expect(
        Object.keys(operation.responses).some((status) => /^[23]/.test(status)),
        name,
      ).toBe(true);
      const refusal = operation.responses.default?.content?.['application/problem+json']?.schema;
      expect(refusal, name).toEqual({ $ref: '#/components/schemas/Problem' });
    }
  });

  it('asks for no body where none is needed', () => {
    const required = (wanted: string) =>
      operations().find(({ name }) => name === wanted)?.operation.requestBody?.required;
    expect(required('POST /api/v1/admin/rotate-secret-key')).toBe(false);
    expect(required('POST /api/v1/executions/{id}/rerun')).toBe(false);
    expect(required('POST /api/v1/users/{id}/password-reset')).toBe(false);
    expect(required('POST /api/v1/tests')).toBe(true);
    expect(required('POST /api/v1/tokens')).toBe(true);
  });

  it('has no schema that nothing refers to, and none twice', () => {
    const names = Object.keys(document.components.schemas);
    const text = JSON.stringify(document);
    for (const name of names) expect(text, name).toContain(`"#/components/schemas/${name}"`);
    // Those that differ between asking and answering: what may be left out is always answered.
    expect(names.filter((name) => name.endsWith('Input'))).toEqual([
      'EnvironmentConfigurationInput',
      'TestDefinitionInput',
    ]);
    const bodies = Object.values(document.components.schemas).map((schema) => JSON.stringify(schema));
    expect(new Set(bodies).size).toBe(bodies.length);
  });

  it('does not forbid in what is read what is forbidden only in answers', () => {
    const { Counts, Execution } = document.components.schemas;
    expect(Counts).not.toHaveProperty('additionalProperties'); // agents report them, and people are told
    expect(Execution).toHaveProperty('additionalProperties', false);
  });

  it('says what a definition may be left without', () => {
    const asked = document.components.schemas.TestDefinitionInput as { required: string[] };
    const answered = document.components.schemas.TestDefinition as { required: string[] };
    expect(asked.required).toEqual(['name', 'content']);
    expect(answered.required).toContain('parallelism');
    const submit = document.paths['/api/v1/tests']?.post;
    expect(Object.keys(submit?.requestBody?.content ?? {})).toEqual(['application/json', 'application/yaml']);
  });
});

describe('the browsable document', () => {
  it('is served from here alone and its policy lets nothing else in', async () => {
    const page = await app.inject({ url: '/docs', headers: AUTHORISED });
    expect(page.statusCode).toBe(200);
    const addresses = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address = '']) => address);
    expect(addresses.length).toBeGreaterThan(3);
    for (const address of addresses) {
      expect(address).toMatch(/^(\/docs\/|\.\/)static\//);
      const asset = await app.inject({ url: address.replace(/^\./, '/docs'), headers: AUTHORISED });
      expect([address, asset.statusCode]).toEqual([address, 200]);
    }
    expect(page.body).not.toMatch(/<script>[^<]/);
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toMatch(/https?:|\*/);
  });

  it('shows the same document', async () => {
    const shown = await app.inject({ url: '/docs/json', headers: AUTHORISED });
    expect(shown.json()).toEqual(document);
  });
});
