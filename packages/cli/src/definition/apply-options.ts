/** Lays the command line's options over what a definition file says; an option always wins. */
import { availableParallelism } from 'node:os';
import type { RunOptions } from './run-options.ts';

type Values = Record<string, unknown>;
export type OptionValues = {
  environment: Record<string, string>;
  secrets: Record<string, string>;
  tags: Record<string, string>;
  /** Relative to the content's working folder. */
  paths: readonly string[];
  /** What stood after `--`. */
  args: readonly string[];
};

/** More groups than this by `auto` would mostly wait for each other on one host. */
const MOST_AUTO_GROUPS = 8;

const isValues = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A record inside the definition with some of its keys replaced; one that is malformed is left for the schema to refuse. */
function within(definition: Values, key: string, values: Values): Values {
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
  if (Object.keys(given).length === 0) return {};
  const before = definition[key];
  if (before !== undefined && !isValues(before)) return {};
  return { [key]: { ...before, ...given } };
}

const groupsWanted = (wish: number | 'auto' | undefined) =>
  wish === 'auto' ? Math.min(availableParallelism(), MOST_AUTO_GROUPS) : wish;

const given = (values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  );

export function applyOptions(definition: Values, options: RunOptions, values: OptionValues): Values {
  const { environment, secrets, tags, paths, args } = values;
  return {
    ...definition,
    ...given({
      name: options.name,
      type: options.type,
      framework: options.framework,
      parallelism: groupsWanted(options.parallel),
      priority: options.priority,
      setup: options.setup,
      image: options.image,
      environmentName: options.environment,
      artifacts: options.artifact,
      paths,
      args,
    }),
    ...within(definition, 'timeouts', {
      runSeconds: options.timeout,
      unitSeconds: options.unitTimeout,
      queueSeconds: options.queueTimeout,
    }),
    ...within(definition, 'retries', { attempts: options.retries }),
    ...within(definition, 'resources', { cpu: options.cpu, memory: options.memory }),
    ...within(definition, 'environment', environment),
    ...within(definition, 'secrets', secrets),
    ...within(definition, 'tags', tags),
  };
}
