/**
 * A test framework as a row of TEST_FRAMEWORKS.configuration: data, not code.
 * In every command and value these placeholders are replaced:
 *   {units}      as an argument of its own: one argument for each unit of the batch
 *   {args}       as an argument of its own: the definition's further arguments
 *   {paths}      as an argument of its own: the definition's paths
 *   {report}     absolute path of the file the run writes its report to
 *   {reporters}  absolute path of the folder of Gauntlet's reporters
 *   {artifacts}  absolute path of a folder for screenshots, videos, traces
 *   {bin:NAME}   node_modules/.bin/NAME of the project, found upwards from the working folder
 *   {node}       the caller's Node.js;  {python} the project's virtualenv's Python, else python3
 *   {unitSeconds} the definition's limit for one unit
 */
import { z } from 'zod';

const Command = z.array(z.string()).min(1);

/** One sign of the framework in the project. All given fields must hold. */
export const DetectionSign = z.strictObject({
  file: z.string().optional().describe('glob: a file of this name exists'),
  dependency: z.string().optional().describe('package.json names it in any of its dependency lists'),
  script: z.string().optional().describe('regular expression: the test script of package.json matches'),
  contains: z.string().optional().describe('regular expression: the file found holds it'),
  certainty: z.number().int().min(1).max(100).describe('the row with the highest certainty wins'),
});

export const ListingParser = z.enum([
  'vitest-files-json',
  'jest-paths-json',
  'playwright-json',
  'pytest-collect',
  'files-in-report',
  'lines',
]);

export const Listing = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('command'),
    command: Command,
    parse: ListingParser,
    emptyExitCodes: z.array(z.number().int()).default([]).describe('exit codes that mean: nothing to run'),
  }),
  z.strictObject({
    by: z.literal('glob'),
    include: z.array(z.string()).min(1),
    exclude: z.array(z.string()).default([]),
  }),
  z.strictObject({ by: z.literal('definition') }).describe("the definition's own commands are the units"),
]);

export const FrameworkConfiguration = z.strictObject({
  title: z.string(),
  detect: z.array(DetectionSign).default([]),
  unitKind: z.enum(['file', 'test', 'command']),
  list: Listing,
  run: z.strictObject({
    command: Command,
    environment: z.record(z.string(), z.string()).default({}),
    batch: z.boolean().default(true).describe('false: one unit an invocation'),
    unitsAs: z
      .enum(['paths', 'absolute-paths', 'globs', 'regular-expressions'])
      .default('paths')
      .describe('how the command reads {units}; what would have a special meaning in them is escaped'),
    scriptOptions: z
      .enum(['node-test', 'vitest', 'jest', 'mocha', 'playwright'])
      .optional()
      .describe("options and patterns are taken over from package.json's test script"),
  }),
  report: z.strictObject({ format: z.enum(['lines', 'junit', 'ctrf', 'tap', 'per-command']) }),
  exitCodes: z.strictObject({
    passed: z.array(z.number().int()).default([0]),
    testsFailed: z.array(z.number().int()).default([1]),
  }),
  artifacts: z.array(z.string()).default([]).describe('globs of files the framework leaves by itself'),
  setup: z.enum(['node', 'python', 'none']).default('none').describe('which kind of dependencies it needs'),
});
export type FrameworkConfiguration = z.infer<typeof FrameworkConfiguration>;

export const Framework = z
  .strictObject({
    name: z.string(),
    version: z.string(),
    supportedLanguages: z.array(z.string()),
    configuration: FrameworkConfiguration,
  })
  .meta({ id: 'Framework' });
export type Framework = z.infer<typeof Framework>;
