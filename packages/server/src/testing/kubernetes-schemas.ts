/** Objects held against Kubernetes' own schemas: see data/kubernetes-schemas/README.md. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';

const FOLDER = join(import.meta.dirname, 'data/kubernetes-schemas');

/** v1.29 to the newest that is known here. */
export const KUBERNETES_VERSIONS = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json.gz'))
  .map((file) => file.replace('.json.gz', ''));

const KINDS = { Job: 'io.k8s.api.batch.v1.Job', Secret: 'io.k8s.api.core.v1.Secret' } as const;

const INT32 = 2 ** 31;

/** @returns what is wrong with the object; nothing where it is valid */
export function schemaErrors(version: string, kind: keyof typeof KINDS, object: unknown): string[] {
  const validate = compiled(version, kind);
  // As it goes over the wire: what is undefined is left out.
  validate(JSON.parse(JSON.stringify(object)));
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

type Validate = ReturnType<Ajv2020['compile']>;
const cache = new Map<string, Validate>();

function compiled(version: string, kind: keyof typeof KINDS): Validate {
  const key = `${version} ${kind}`;
  const known = cache.get(key);
  if (known) return known;
  const validate = ajvOf().compile({ ...readSchemas(version), $ref: `#/$defs/${KINDS[kind]}` });
  cache.set(key, validate);
  return validate;
}

const readSchemas = (version: string) =>
  JSON.parse(gunzipSync(readFileSync(join(FOLDER, `${version}.json.gz`))).toString('utf8')) as {
    $defs: object;
  };

function ajvOf(): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  ajv.addFormat('int32', {
    type: 'number',
    validate: (value: number) => Number.isInteger(value) && Math.abs(value) < INT32,
  });
  ajv.addFormat('int64', { type: 'number', validate: Number.isSafeInteger });
  ajv.addFormat('byte', /^[A-Za-z0-9+/]*={0,2}$/);
  ajv.addFormat('date-time', (value: string) => !Number.isNaN(Date.parse(value)));
  return ajv;
}
