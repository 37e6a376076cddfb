import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type ApiDocument, compareDocuments } from './compare-documents.ts';
import { DOCUMENT_FILE } from './document.ts';

type Operation = ApiDocument['paths'][string][string];
const json = (schema: unknown) => ({ 'application/json': { schema } });
const documentWith = (operation: Operation, schemas = {}): ApiDocument => ({
  paths: { '/things': { post: operation } },
  components: { schemas },
});
const whatOf = (before: ApiDocument, after: ApiDocument) =>
  compareDocuments(before, after).map(({ what }) => what);
const asking = (before: unknown, after: unknown, schemas: [object, object] = [{}, {}]) =>
  whatOf(
    documentWith({ requestBody: { content: json(before) } }, schemas[0]),
    documentWith({ requestBody: { content: json(after) } }, schemas[1]),
  ).map((what) => what.replace('body application/json', 'body'));
const answering = (before: unknown, after: unknown) =>
  whatOf(
    documentWith({ responses: { 200: { content: json(before) } } }),
    documentWith({ responses: { 200: { content: json(after) } } }),
  ).map((what) => what.replace('answer 200 application/json', 'answer'));

const text = { type: 'string' };
const object = (properties: object, required: string[] = [], more = {}) => ({
  type: 'object',
  properties,
  required,
  ...more,
});
const variant = (type: string, properties = {}) => object({ type: { const: type }, ...properties }, ['type']);

describe('an operation', () => {
  const plain: Operation = {
    parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer', maximum: 500 } }],
    requestBody: { content: { ...json(text), 'application/yaml': { schema: text } } },
    responses: { 200: { content: { ...json(text), 'text/plain': { schema: text } } }, 304: {} },
    security: [{ token: [] }],
    'x-required-scope': 'read',
  };
  const becoming = (change: Operation) => whatOf(documentWith(plain), documentWith({ ...plain, ...change }));

  test('a path or an operation that is gone breaks', () => {
    const before = documentWith(plain);
    expect(compareDocuments(before, { paths: {} })).toEqual([{ operation: '/things', what: 'path removed' }]);
    expect(compareDocuments(before, { paths: { '/things': { get: plain } } })).toEqual([
      { operation: 'POST /things', what: 'operation removed' },
    ]);
  });

  test.each<[string, Operation, string]>([
    ['a parameter is gone', { parameters: [] }, 'query parameter limit: removed'],
    [
      'a parameter is required',
      {
        parameters: [
          { name: 'limit', in: 'query', required: true, schema: { type: 'integer', maximum: 500 } },
        ],
      },
      'query parameter limit: now required',
    ],
    [
      'a new parameter is required',
      { parameters: [...(plain.parameters ?? []), { name: 'project', in: 'query', required: true }] },
      'query parameter project: now required',
    ],
    [
      'a parameter takes less',
      { parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer', maximum: 100 } }] },
      'query parameter limit: maximum is 100, it was 500',
    ],
    [
      'a body is required',
      { requestBody: { required: true, content: plain.requestBody?.content ?? {} } },
      'body: now required',
    ],
    ['a kind of body is gone', { requestBody: { content: json(text) } }, 'body application/yaml: removed'],
    [
      'a kind of answer is gone',
      { responses: { 200: { content: json(text) }, 304: {} } },
      'answer 200 text/plain: removed',
    ],
    ['a status is gone', { responses: { 200: plain.responses?.[200] ?? {} } }, 'answer 304: removed'],
    ['another scope is needed', { 'x-required-scope': 'admin' }, 'needs the scope admin, it was read'],
  ])('it breaks when %s', (_, change, what) => {
    expect(becoming(change)).toEqual([what]);
  });

  test('it breaks when it no longer takes a body', () => {
    const { requestBody: _, ...without } = plain;
    expect(whatOf(documentWith(plain), documentWith(without))).toEqual(['body: removed']);
  });

  test('it breaks when it needs a token and needed none', () => {
    const open = documentWith({ ...plain, security: [], 'x-required-scope': 'public' });
    expect(whatOf(open, documentWith(plain))).toEqual(['needs a token with scope read, and needed none']);
    expect(whatOf(documentWith(plain), open)).toEqual([]);
  });

  test('what is added breaks nothing', () => {
    const more: Operation = {
      ...plain,
      parameters: [...(plain.parameters ?? []), { name: 'project', in: 'query' }],
      requestBody: { content: { ...plain.requestBody?.content, 'text/csv': { schema: text } } },
      responses: { ...plain.responses, 206: {} },
    };
    const after = documentWith(more);
    expect(compareDocuments(documentWith(plain), { paths: { ...after.paths, '/more': {} } })).toEqual([]);
  });
});

describe('what is asked', () => {
  test.each<[string, unknown, unknown, string[]]>([
    ['a property is gone', object({ a: text }), object({}), ['body.a: removed']],
    ['a property is required', object({ a: text }), object({ a: text }, ['a']), ['body.a: now required']],
    ['a new property is required', object({}), object({ b: text }, ['b']), ['body.b: now required']],
    [
      'unlisted properties are refused',
      object({}),
      object({}, [], { additionalProperties: false }),
      ['body: properties that are not listed are refused now'],
    ],
    [
      'a value is gone',
      { type: 'string', enum: ['a', 'b'] },
      { type: 'string', enum: ['a', 'c'] },
      ['body: the value "b" is no longer taken'],
    ],
    ['values are listed', text, { type: 'string', enum: ['a'] }, ['body: only a are taken now']],
    ['a type is gone', { type: ['string', 'null'] }, text, ['body: a value of type null is no longer taken']],
    ['a type is another', text, { type: 'boolean' }, ['body: a value of type string is no longer taken']],
    ['any value was taken', {}, text, ['body: any value is no longer taken']],
    [
      'only whole numbers are taken',
      { type: 'number' },
      { type: 'integer' },
      ['body: a value of type number is no longer taken'],
    ],
    [
      'it is shorter',
      { ...text, maxLength: 9 },
      { ...text, maxLength: 8 },
      ['body: maxLength is 8, it was 9'],
    ],
    ['it is longer', text, { ...text, minLength: 1 }, ['body: minLength is 1, there was none']],
    ['a pattern is new', text, { ...text, pattern: '^a' }, ['body: pattern is ^a, there was none']],
    [
      'a list is shorter',
      { type: 'array', items: text, maxItems: 3 },
      { type: 'array', items: text, maxItems: 2 },
      ['body: maxItems is 2, it was 3'],
    ],
    [
      'the items of a list take less',
      { type: 'array', items: { type: ['string', 'integer'] } },
      { type: 'array', items: text },
      ['body[]: a value of type integer is no longer taken'],
    ],
    [
      'the values of a map take less',
      object({}, [], { additionalProperties: { type: ['string', 'integer'] } }),
      object({}, [], { additionalProperties: text }),
      ['body.*: a value of type integer is no longer taken'],
    ],
    [
      'a variant is gone',
      { oneOf: [variant('a'), variant('b')] },
      { oneOf: [variant('a'), variant('c')] },
      ['body: the variant type=b is gone'],
    ],
    [
      'a variant takes less',
      { oneOf: [variant('a'), variant('b', { x: text })] },
      { oneOf: [variant('b'), variant('a')] },
      ['body(type=b).x: removed'],
    ],
    [
      'a variant without a name takes less',
      { anyOf: [object({ a: text }, ['a']), object({ b: text, c: text }, ['b'])] },
      { anyOf: [object({ b: text }, ['b']), object({ a: text }, ['a'])] },
      ['body.c: removed'],
    ],
    [
      'one of several parts asks more',
      { allOf: [object({ a: text }), object({ b: text })] },
      { allOf: [object({ a: text }), object({ b: text }, ['b'])] },
      ['body.b: now required'],
    ],
  ])('it breaks when %s', (_, before, after, what) => {
    expect(asking(before, after)).toEqual(what);
  });

  test.each<[string, unknown, unknown]>([
    ['a property may be given', object({}), object({ b: text })],
    ['a property may be left out', object({ a: text }, ['a']), object({ a: text })],
    ['a value is added', { type: 'string', enum: ['a'] }, { type: 'string', enum: ['a', 'b'] }],
    ['any text is taken', { type: 'string', enum: ['a'] }, text],
    ['null is taken', text, { anyOf: [text, { type: 'null' }] }],
    ['fractions are taken', { type: 'integer' }, { type: 'number' }],
    ['more is taken', { ...text, maxLength: 8 }, { ...text, maxLength: 9 }],
    ['a limit is gone', { ...text, minLength: 1, pattern: '^a' }, text],
    [
      'a variant is added',
      { oneOf: [variant('a'), variant('b')] },
      { oneOf: [variant('b'), variant('a'), variant('c')] },
    ],
  ])('it breaks nothing when %s', (_, before, after) => {
    expect(asking(before, after)).toEqual([]);
  });
});

describe('what is answered', () => {
  test.each<[string, unknown, unknown, string[]]>([
    ['a property is gone', object({ a: text }), object({}), ['answer.a: removed']],
    [
      'a property may be missing',
      object({ a: text }, ['a']),
      object({ a: text }),
      ['answer.a: may now be missing'],
    ],
    [
      'it may be null',
      text,
      { anyOf: [text, { type: 'null' }] },
      ['answer: may now be a value of type null'],
    ],
    ['a type is another', text, { type: 'integer' }, ['answer: may now be a value of type integer']],
    [
      'fractions may come',
      { type: 'integer' },
      { type: 'number' },
      ['answer: may now be a value of type number'],
    ],
    ['anything may come', text, {}, ['answer: may now be any value']],
    [
      'values are no longer listed',
      { type: 'string', enum: ['a'] },
      text,
      ['answer: may now have other values than those that were listed'],
    ],
    [
      'all values are others',
      { type: 'string', enum: ['a'] },
      { type: 'string', enum: ['b'] },
      ['answer: has none of its former values (a)'],
    ],
    [
      'a format is another',
      { ...text, format: 'date-time' },
      { ...text, format: 'date' },
      ['answer: format is date and was date-time'],
    ],
    [
      'a variant is gone',
      { oneOf: [variant('a'), variant('b')] },
      { oneOf: [variant('a')] },
      ['answer: the variant type=b is gone'],
    ],
  ])('it breaks when %s', (_, before, after, what) => {
    expect(answering(before, after)).toEqual(what);
  });

  test.each<[string, unknown, unknown]>([
    ['a property is added', object({}), object({ b: text }, ['b'])],
    ['it is never null any more', { type: ['string', 'null'] }, text],
    ['a value is added', { type: 'string', enum: ['a'] }, { type: 'string', enum: ['a', 'b'] }],
    [
      'a variant is added',
      { oneOf: [variant('a'), variant('b')] },
      { oneOf: [variant('a'), variant('b'), variant('c')] },
    ],
    ['it is longer', { ...text, maxLength: 8 }, { ...text, maxLength: 9 }],
  ])('it breaks nothing when %s', (_, before, after) => {
    expect(answering(before, after)).toEqual([]);
  });
});

describe('a schema that is shared', () => {
  const reference = { $ref: '#/components/schemas/Tree' };
  const tree = (properties: object) =>
    object({ ...properties, children: { type: 'array', items: reference } });

  test('is told once, wherever it is used and although it contains itself', () => {
    const operation: Operation = { responses: { 200: { content: json(reference) } } };
    const before = documentWith(operation, { Tree: tree({ name: text }) });
    const after = documentWith(operation, { Tree: tree({}) });
    for (const document of [before, after]) document.paths['/more'] = document.paths['/things'] ?? {};
    expect(compareDocuments(before, after)).toEqual([
      { operation: 'schema Tree, answered', what: 'name: removed' },
    ]);
  });

  test('may be written out, or be given another name', () => {
    const schemas = { Tree: tree({ name: text }) };
    const renamed = {
      Plant: object({ children: { type: 'array', items: { $ref: '#/components/schemas/Plant' } } }),
    };
    expect(asking(reference, object({ children: { type: 'array' } }), [schemas, {}])).toEqual([
      'body.name: removed',
    ]);
    expect(asking(reference, { $ref: '#/components/schemas/Plant' }, [schemas, renamed])).toEqual([
      'body.name: removed',
    ]);
  });
});

test('the document of the API breaks nothing of itself, and each of its operations is looked at', () => {
  const read = () => JSON.parse(readFileSync(DOCUMENT_FILE, 'utf8')) as ApiDocument;
  expect(compareDocuments(read(), read())).toEqual([]);
  const operations = Object.values(read().paths).flatMap((methods) => Object.keys(methods));
  const empty = Object.fromEntries(Object.keys(read().paths).map((path) => [path, {}]));
  expect(compareDocuments(read(), { paths: empty })).toHaveLength(operations.length);
});
