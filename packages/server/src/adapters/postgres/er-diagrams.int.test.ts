/** The specification's ER diagrams, column by column, against the database's own catalogue. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/template-database.ts';

type Column = { name: string; type: string; key: string | undefined };
type Entity = { table: string; columns: Column[] };
type Relation = { one: string; many: string; line: string };
type Constraint = { table: string; kind: 'p' | 'f' | 'u'; columns: string[]; target: string | null };

const SPECIFICATION = join(import.meta.dirname, '../../../../../docs/architecture-diagrams.md');
/** A type of the diagrams and what stands for it here. */
const TYPES: Readonly<Record<string, string[]>> = {
  uuid: ['uuid'],
  varchar: ['text', 'character varying'],
  text: ['text'],
  jsonb: ['jsonb'],
  timestamp: ['timestamp with time zone'],
  boolean: ['boolean'],
  int: ['integer'],
  bigint: ['bigint'],
  decimal: ['numeric'],
};

const diagrams = [
  ...readFileSync(SPECIFICATION, 'utf8').matchAll(/```mermaid\nerDiagram\n([\s\S]*?)```/g),
].map((match) => match[1] ?? '');
const entities = diagrams.flatMap(readEntities);
const relations = diagrams.flatMap(readRelations);

function readEntities(diagram: string): Entity[] {
  return [...diagram.matchAll(/^ *([A-Z_]+) \{\n([^}]*)\}/gm)].map(([, name = '', body = '']) => ({
    table: name.toLowerCase(),
    columns: body.trim().split('\n').map(readColumn),
  }));
}

function readColumn(line: string): Column {
  const [type = '', name = '', key, ...rest] = line.trim().split(/\s+/);
  if (!(type in TYPES) || rest.length > 0) throw new Error(`cannot read the column "${line}"`);
  return { type, name, key };
}

function readRelations(diagram: string): Relation[] {
  return [...diagram.matchAll(/^ *([A-Z_]+) (\|\|--o\{|\}o--\|\|) ([A-Z_]+) : \w+$/gm)].map(
    ([line, left = '', symbol, right = '']) => {
      const [one, many] = symbol === '||--o{' ? [left, right] : [right, left];
      return { one: one.toLowerCase(), many: many.toLowerCase(), line: line.trim() };
    },
  );
}

let database: TestDatabase;
let types: Map<string, string>;
let constraints: Constraint[];

beforeAll(async () => {
  database = await createTestDatabase();
  const columns = await database.pool.query<{ column: string; type: string }>(
    `select attrelid::regclass || '.' || attname as column, format_type(atttypid, null) as type
     from pg_attribute join pg_class on pg_class.oid = attrelid
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and attnum > 0 and not attisdropped`,
  );
  types = new Map(columns.rows.map(({ column, type }) => [column, type]));
  const found = await database.pool.query<Constraint>(
    `select conrelid::regclass::text as table, contype as kind, nullif(confrelid, 0)::regclass::text as target,
       array(select attname::text from unnest(conkey) with ordinality as key (attnum, place)
         join pg_attribute using (attnum) where attrelid = conrelid order by place) as columns
     from pg_constraint where connamespace = 'public'::regnamespace and contype in ('p', 'f', 'u')
       and conparentid = 0 -- a key of a partition is that of its table`,
  );
  constraints = found.rows;
});

afterAll(() => database.drop());

const constraintsOn = (table: string, kind: Constraint['kind'], column: string) =>
  constraints.filter((each) => each.table === table && each.kind === kind && each.columns.join() === column);

test('both diagrams are read whole: every entity, column and relation of them', () => {
  const lines = diagrams.join('\n').split('\n');
  expect(diagrams).toHaveLength(2);
  expect(entities).toHaveLength(
    lines.filter((line) => line.trim().endsWith('{') && !line.includes('--')).length,
  );
  expect(entities).toHaveLength(27);
  expect(entities.flatMap(({ columns }) => columns)).toHaveLength(
    lines.filter((line) => /^ {8}\S/.test(line)).length,
  );
  expect(relations).toHaveLength(lines.filter((line) => line.includes('--')).length);
  const related = new Set(relations.flatMap(({ one, many }) => [one, many]));
  expect([...related].filter((table) => !entities.some((entity) => entity.table === table))).toEqual([]);
});

describe.each(entities)('$table', ({ table, columns }) => {
  test.each(columns)('has the column $name as $type $key', ({ name, type, key }) => {
    const found = types.get(`${table}.${name}`);
    expect(found, `column ${table}.${name}`).toBeDefined();
    expect(TYPES[type]).toContain(found);
    const kind = { PK: 'p', FK: 'f', UK: 'u' }[key ?? ''] as Constraint['kind'] | undefined;
    if (key !== undefined) expect(kind, `key ${key}`).toBeDefined();
    if (kind !== undefined) expect(constraintsOn(table, kind, name)).toHaveLength(1);
  });
});

test.each(relations)('$line is a foreign key', ({ one, many }) => {
  const keys = constraints.filter((each) => each.table === many && each.kind === 'f' && each.target === one);
  const drawn = entities.find(({ table }) => table === many)?.columns.filter(({ key }) => key === 'FK') ?? [];
  expect(keys.some((key) => drawn.some(({ name }) => key.columns.join() === name))).toBe(true);
});

test('where the diagrams say a thing twice, a comment says which rules', async () => {
  const twice = [
    ['users', 'quota'],
    ['teams', 'quota'],
    ['teams', 'settings'],
    ['test_results', 'assertions'],
    ['events', 'event_metadata'],
  ];
  for (const [table, column] of twice) {
    const { rows } = await database.pool.query(
      `select col_description(attrelid, attnum) as comment from pg_attribute
       where attrelid = $1::regclass and attname = $2`,
      [table, column],
    );
    expect(rows[0]?.comment, `${table}.${column}`).toMatch(/rules/);
  }
});
