/** Reads what a framework printed when it was asked for its tests. */
import { z } from 'zod';

/** A file to run. `tests` is what the framework announced in it; a broken file has none. */
export type ListedFile = { path: string; tests?: number };

export type ListingOutput = {
  stdout: string;
  /** What the framework, or our plugin in it, wrote to the report file. */
  report: string;
};

export type ParsedListing = {
  files: ListedFile[];
  /** Files that the framework could not load, and that it may have given up at. */
  broken: string[];
  /** What it says of them. */
  complaint: string;
  /** It failed, and only because there is nothing to run. */
  nothing?: true;
};

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Told apart from JSON by the caller, which tries another place.
  }
}

/** The JSON in an output that may hold other lines before and after it. */
function findJson(stdout: string, opening: '[' | '{'): unknown {
  const whole = parseJson(stdout);
  if (whole !== undefined) return whole;
  const closing = opening === '[' ? ']' : '}';
  const end = stdout.lastIndexOf(closing) + 1;
  for (const match of stdout.matchAll(opening === '[' ? /^\[/gm : /^\{/gm)) {
    const line = stdout.indexOf('\n', match.index);
    const found =
      parseJson(stdout.slice(match.index, end)) ??
      parseJson(stdout.slice(match.index, line === -1 ? undefined : line));
    if (found !== undefined) return found;
  }
  return undefined;
}

const VitestFiles = z.array(z.object({ file: z.string() }));

function parseVitest({ stdout }: ListingOutput): ParsedListing | undefined {
  const listed = VitestFiles.safeParse(findJson(stdout, '[')).data;
  return listed && { files: listed.map(({ file }) => ({ path: file })), broken: [], complaint: '' };
}

function parseJest({ stdout }: ListingOutput): ParsedListing | undefined {
  const listed = z.array(z.string()).safeParse(findJson(stdout, '[')).data;
  return listed && { files: listed.map((path) => ({ path })), broken: [], complaint: '' };
}

const PlaywrightSpec = z.object({ tests: z.array(z.unknown()) });
type PlaywrightSuite = { specs: z.infer<typeof PlaywrightSpec>[]; suites?: PlaywrightSuite[] };
const PlaywrightSuite: z.ZodType<PlaywrightSuite> = z.lazy(() =>
  z.object({ specs: z.array(PlaywrightSpec), suites: z.array(PlaywrightSuite).optional() }),
);
const PlaywrightError = z.object({
  message: z.string().optional(),
  location: z.object({ file: z.string() }).optional(),
});
const PlaywrightList = z.object({
  config: z.object({ rootDir: z.string() }),
  suites: z.array(z.object({ file: z.string() }).and(PlaywrightSuite)),
  errors: z.array(PlaywrightError).default([]),
});

function countTests(suite: PlaywrightSuite): number {
  const own = suite.specs.reduce((sum, { tests }) => sum + tests.length, 0);
  return (suite.suites ?? []).reduce((sum, below) => sum + countTests(below), own);
}

function parsePlaywright({ stdout }: ListingOutput): ParsedListing | undefined {
  const listed = PlaywrightList.safeParse(findJson(stdout, '{')).data;
  if (!listed) return undefined;
  const { rootDir } = listed.config;
  const nothing = listed.errors.every(({ message }) => message?.includes('No tests found'));
  return {
    ...(nothing && listed.suites.length === 0 ? { nothing } : {}),
    files: listed.suites.map((suite) => ({ path: `${rootDir}/${suite.file}`, tests: countTests(suite) })),
    broken: listed.errors.flatMap(({ location }) => (location ? [location.file] : [])),
    complaint: listed.errors.map(({ message }) => message).join('\n'),
  };
}

/** One file a line, as our plugins write it. */
const ListedLine = z.object({ file: z.string(), tests: z.number().int().positive().optional() });

function parsePytest({ report }: ListingOutput): ParsedListing | undefined {
  const lines = report.split('\n').filter((line) => line !== '');
  const files = lines.map((line) => ListedLine.safeParse(parseJson(line)).data);
  if (files.some((file) => file === undefined)) return undefined;
  return {
    files: files.flatMap((file) => (file ? [{ path: file.file, tests: file.tests }] : [])),
    broken: files.flatMap((file) => (file && file.tests === undefined ? [file.file] : [])),
    complaint: '',
  };
}

function parseReportFiles(output: ListingOutput): ParsedListing | undefined {
  const listed = parsePytest(output);
  return listed && { ...listed, broken: [] };
}

function parsePlainLines({ stdout }: ListingOutput): ParsedListing {
  const paths = stdout.split(/\r?\n/).filter((line) => line.trim() !== '');
  return { files: paths.map((path) => ({ path })), broken: [], complaint: '' };
}

export const LISTING_PARSERS = {
  'vitest-files-json': parseVitest,
  'jest-paths-json': parseJest,
  'playwright-json': parsePlaywright,
  'pytest-collect': parsePytest,
  'files-in-report': parseReportFiles,
  lines: parsePlainLines,
} satisfies Record<string, (output: ListingOutput) => ParsedListing | undefined>;
