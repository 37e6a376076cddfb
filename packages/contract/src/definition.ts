/**
 * What a user submits: one schema for YAML and JSON, for the API and the CLI.
 * Unknown keys are refused, so that a misspelt `paralellism` is an error and not a surprise.
 */
import { z } from 'zod';
import { PlaceName, SpotChoice } from './environment-configuration.ts';
import { UploadId } from './ids.ts';
import { DefinitionNotification } from './notification-events.ts';
import { trimmed } from './trimmed.ts';

const Seconds = z.number().int().positive();
const EnvironmentName = z
  .string()
  .max(255)
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'letters, digits and underscores, not starting with a digit');
export const SecretName = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'letters, digits, dots, dashes and underscores');

/** A path inside the content: relative, forward slashes, no `..` part. */
export const RelativePath = z
  .string()
  .min(1)
  .max(4096)
  .refine(
    (path) => !path.startsWith('/') && !/^[A-Za-z]:/.test(path) && !path.split(/[\\/]/).includes('..'),
    'must be a relative path that stays inside the content',
  )
  .refine((path) => !path.includes('\0'), 'must not contain a NUL character');

/** Over ssh a user alone is part of the address; over http it may be a token. */
function holdsCredentials(url: string): boolean {
  const [, scheme = '', user] = /^([a-z]+):\/\/([^/?#]*)@/i.exec(url) ?? [];
  if (user === undefined) return false;
  return scheme.toLowerCase() === 'ssh' ? user.includes(':') : true;
}

export const GitContent = z.strictObject({
  type: z.literal('git'),
  url: z
    .string()
    .min(1)
    .max(2048)
    .regex(/^(https?:\/\/|ssh:\/\/|git:\/\/|file:\/\/|[\w.-]+@[\w.-]+:)/, 'an https, ssh, git or file URL')
    .refine(
      (url) => !holdsCredentials(url),
      'must not hold a token or a password: it would be stored and shown. Name a secret under content.credentials instead.',
    ),
  ref: z
    .string()
    .min(1)
    .max(255)
    .regex(/^(?!-)[^\s~^:?*[\\]+$/, 'a branch, a tag or a commit')
    .optional()
    .describe('branch, tag or commit; the default branch when left out'),
  path: RelativePath.optional().describe('folder of the repository to work in'),
  credentials: z
    .strictObject({
      secret: SecretName,
      kind: z.enum(['token', 'ssh-key']),
    })
    .optional()
    .describe('the secret that opens a private repository'),
});

export const ArchiveContent = z.strictObject({
  type: z.literal('archive'),
  uploadId: UploadId,
  path: RelativePath.optional(),
  install: z
    .literal('anew')
    .optional()
    .describe('dependencies are installed anew, also where earlier runs have kept the same ones'),
  hostEnvironment: z
    .strictObject({
      path: z.string().max(65_536).optional(),
      virtualenv: z.string().max(4096).optional().describe('the active virtualenv'),
    })
    .optional()
    .describe(
      "PATH and VIRTUAL_ENV of the caller, for this run in place of the server's own. Accepted only from the host's own command line.",
    ),
  hostFolder: z
    .string()
    .max(4096)
    .optional()
    .describe(
      "the folder on the server's own host that was packed: its node_modules or virtualenv is linked, not installed again. Accepted only from the host's own command line.",
    ),
});

export const InlineContent = z.strictObject({
  type: z.literal('inline'),
  files: z
    .record(RelativePath, z.string().max(1_048_576))
    .refine((files) => Object.keys(files).length > 0, 'needs at least one file')
    .refine((files) => Object.keys(files).length <= 500, 'at most 500 files; upload an archive instead'),
});

export const Content = z.discriminatedUnion('type', [GitContent, ArchiveContent, InlineContent]);
export type Content = z.infer<typeof Content>;

export const ReportFormat = z.enum(['junit', 'ctrf', 'tap', 'none']);
export type ReportFormat = z.infer<typeof ReportFormat>;

/** One command of the `command` framework: a unit of its own. */
export const TestCommand = z.strictObject({
  name: z.string().min(1).max(255),
  run: z
    .string()
    .min(1)
    .max(16_384)
    .describe('run by `sh -e -c` in the working folder: it ends at the first line that fails'),
  report: z
    .strictObject({
      format: ReportFormat,
      path: RelativePath.optional().describe(
        'glob of the report files; for tap, standard output when left out',
      ),
    })
    .optional()
    .describe('left out: the command is one test, passed when it exits 0'),
});
export type TestCommand = z.infer<typeof TestCommand>;

/** Nothing at all would fit any number of times on any node. */
const isMoreThanZero = (quantity: string) => Number.parseFloat(quantity) > 0;
const MORE_THAN_ZERO = { error: 'must be more than zero', abort: true };

/** CPU in cores (`0.5`, `"500m"`). */
export const Cpu = z.union([
  z.number().positive().max(1024),
  z
    .string()
    .regex(/^\d+(\.\d+)?m?$/, 'cores (0.5) or millicores ("500m")')
    .refine(isMoreThanZero, MORE_THAN_ZERO),
]);
/** Memory in bytes or with a binary or decimal suffix (`"512Mi"`). */
export const Memory = z.union([
  z.number().int().positive(),
  z
    .string()
    .regex(/^\d+(\.\d+)?(k|K|M|G|T|Ki|Mi|Gi|Ti)?$/, 'bytes or a size such as "512Mi"')
    .refine(isMoreThanZero, MORE_THAN_ZERO),
]);

export const TestType = z.enum([
  'unit',
  'integration',
  'api',
  'e2e',
  'load',
  'performance',
  'security',
  'smoke',
  'saga',
  'chaos',
  'other',
]);
export type TestType = z.infer<typeof TestType>;

export const TestDefinition = z
  .strictObject({
    name: trimmed(255),
    type: TestType.default('unit'),
    framework: z
      .string()
      .min(1)
      .max(64)
      .optional()
      .describe("left out: detected from the project's own files"),
    content: Content,
    paths: z
      .array(z.string().min(1).max(1024))
      .max(500)
      .default([])
      .describe('only these test files or folders'),
    args: z
      .array(z.string().max(4096))
      .max(100)
      .default([])
      .describe("further arguments for the framework's command"),
    commands: z.array(TestCommand).min(1).max(500).optional().describe('for framework "command"'),
    setup: z
      .union([
        z.enum(['auto', 'none']),
        z.strictObject({ commands: z.array(z.string().min(1).max(16_384)).min(1).max(50) }),
      ])
      .default('auto'),
    environment: z.record(EnvironmentName, z.string().max(32_768)).default({}),
    environmentName: PlaceName.optional().describe(
      "which of the server's environments it runs in; left out: the server's own host",
    ),
    secrets: z
      .record(EnvironmentName, SecretName)
      .default({})
      .describe('environment variable: name of the secret'),
    resources: z.strictObject({ cpu: Cpu.default('100m'), memory: Memory.default('128Mi') }).prefault({}),
    parallelism: z.number().int().min(1).max(500).default(1),
    timeouts: z
      .strictObject({
        queueSeconds: Seconds.max(7 * 86_400).default(3600),
        runSeconds: Seconds.max(7 * 86_400).default(7200),
        unitSeconds: Seconds.max(7 * 86_400)
          .optional()
          .describe('a unit that takes longer is ended and counts as an error'),
      })
      .prefault({}),
    retries: z
      .strictObject({
        attempts: z
          .number()
          .int()
          .min(0)
          .max(10)
          .default(0)
          .describe('how often a failed execution is tried again'),
        backoffSeconds: z.number().min(0).max(3600).default(10),
        scope: z.enum(['failed-units', 'execution']).default('failed-units'),
      })
      .prefault({}),
    priority: z.number().int().min(0).max(100).default(50).describe('100 is served first'),
    tags: z.record(z.string().min(1).max(64), z.string().max(255)).default({}),
    artifacts: z.array(z.string().min(1).max(1024)).max(100).default([]).describe('globs of files to keep'),
    image: z.string().min(1).max(512).optional().describe('container image, on Kubernetes'),
    spot: SpotChoice.optional().describe(
      'on Kubernetes: nodes that the provider may take away; left out: as its environment says',
    ),
    notifications: z
      .array(DefinitionNotification)
      .max(20)
      .optional()
      .describe('whom its executions tell, besides the rules of the team'),
  })
  .meta({ id: 'TestDefinition' });
export type TestDefinition = z.infer<typeof TestDefinition>;
export type TestDefinitionInput = z.input<typeof TestDefinition>;

type WithoutDefault<Field> = Field extends z.ZodDefault<infer Inner> | z.ZodPrefault<infer Inner>
  ? WithoutDefault<Inner>
  : Field extends z.ZodObject<infer Shape>
    ? z.ZodObject<ShapeWithoutDefaults<Shape>, z.core.$strict>
    : Field;
type ShapeWithoutDefaults<Shape> = {
  [Name in keyof Shape]: z.ZodOptional<Extract<WithoutDefault<Shape[Name]>, z.core.SomeType>>;
};

/** Optional, and nothing filled in, nor inside of it: what is left out has to stay as the definition says. */
const withoutDefaults = <Shape extends z.ZodRawShape>(shape: Shape) =>
  Object.fromEntries(
    Object.entries(shape).map(([name, field]) => [name, z.optional(withoutDefault(field))]),
  ) as ShapeWithoutDefaults<Shape>;

function withoutDefault(field: unknown): z.ZodType {
  if (field instanceof z.ZodDefault || field instanceof z.ZodPrefault) return withoutDefault(field.unwrap());
  return field instanceof z.ZodObject ? z.strictObject(withoutDefaults(field.shape)) : (field as z.ZodType);
}

/** What may be changed for one run of a stored definition. */
export const DefinitionOverrides = z
  .strictObject(withoutDefaults(TestDefinition.omit({ name: true, type: true }).shape))
  .describe(
    "changes the definition's own values for this execution only; of resources, timeouts and retries those settings that are named, everything else whole",
  );
export type DefinitionOverrides = z.infer<typeof DefinitionOverrides>;
