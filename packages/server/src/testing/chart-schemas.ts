/** Objects of the chart held against Kubernetes' own schemas: data/chart-schemas/README.md. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

const FOLDER = join(import.meta.dirname, 'data/chart-schemas');
const OF_OTHERS = 'custom';

export type KubernetesObject = {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; annotations?: Record<string, string> };
};

export const KUBERNETES_VERSIONS = readdirSync(FOLDER)
  .map((file) => /^(v1\.\d+)\.json\.gz$/.exec(file)?.[1])
  .filter((version) => version !== undefined);

/** Where an API group's kinds are named in the schemas of Kubernetes. */
const PLACES: Readonly<Record<string, string>> = {
  v1: 'core.v1',
  'apps/v1': 'apps.v1',
  'batch/v1': 'batch.v1',
  'autoscaling/v2': 'autoscaling.v2',
  'policy/v1': 'policy.v1',
  'networking.k8s.io/v1': 'networking.v1',
  'rbac.authorization.k8s.io/v1': 'rbac.v1',
};

const cache = new Map<string, Ajv2020>();

function schemasOf(name: string): Ajv2020 {
  const known = cache.get(name);
  if (known) return known;
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false });
  ajv.addSchema(JSON.parse(gunzipSync(readFileSync(join(FOLDER, `${name}.json.gz`))).toString()), name);
  cache.set(name, ajv);
  return ajv;
}

/** @returns what is wrong with it; nothing where it is valid. @throws for a kind that is not known here */
export function schemaErrors(version: string, object: KubernetesObject): string[] {
  const place = PLACES[object.apiVersion];
  const [schemas, key] = place ? [version, `io.k8s.api.${place}.${object.kind}`] : [OF_OTHERS, object.kind];
  const validate: ValidateFunction | undefined = schemasOf(schemas).getSchema(`${schemas}#/$defs/${key}`);
  if (!validate) throw new Error(`no schema is known of ${object.apiVersion} ${object.kind} in ${schemas}`);
  validate(object);
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${object.kind} ${object.metadata.name}: ${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}
