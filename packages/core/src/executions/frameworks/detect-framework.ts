/**
 * Finds the framework of a project by the signs of the rows: the row with the most certain sign wins;
 * between equals, the one that the test script runs first, then the row that comes first.
 */
import type { Framework, FrameworkConfiguration } from '@gauntlet/contract';
import { ok, type Result, refuse } from '../../kernel/index.ts';
import { expandTestScript } from './expand-script.ts';
import { createGlobMatcher } from './match-glob.ts';

/** What is known of a project's folder. */
export type FrameworkFacts = {
  /** Relative paths with forward slashes, bounded by whoever walked the folder. */
  files: readonly string[];
  packageJson?: PackageFacts;
  /** The text of one of the files; undefined when it cannot be read or is too large. */
  textOf?: (file: string) => string | undefined;
};

export type PackageFacts = {
  scripts: Readonly<Record<string, string>>;
  /** The names in all of its dependency lists. */
  dependencies: readonly string[];
};

export type DetectedFramework = { framework: Framework; why: string };
export type DetectionRefusal = { code: 'framework-not-found' | 'framework-unknown'; message: string };

type Sign = FrameworkConfiguration['detect'][number];
type Sighting = { framework: Framework; certainty: number; position: number; why: string };

/** A `contains` is looked for in so many files at most. */
const FILES_READ = 50;

function sightFile(sign: Sign, facts: FrameworkFacts): string | undefined {
  if (sign.file === undefined) return '';
  const matches = createGlobMatcher(sign.file);
  const found = facts.files.filter((file) => matches(file));
  if (sign.contains === undefined) return found[0];
  const expression = new RegExp(sign.contains);
  return found.slice(0, FILES_READ).find((file) => expression.test(facts.textOf?.(file) ?? ''));
}

function sight(framework: Framework, sign: Sign, facts: FrameworkFacts): Sighting | undefined {
  const { scripts = {}, dependencies = [] } = facts.packageJson ?? {};
  const reasons: string[] = [];
  let position = Number.POSITIVE_INFINITY;
  if (sign.dependency !== undefined) {
    if (!dependencies.includes(sign.dependency)) return undefined;
    reasons.push(`package.json depends on ${sign.dependency}`);
  }
  if (sign.script !== undefined) {
    const match = new RegExp(sign.script).exec(expandTestScript(scripts));
    if (!match) return undefined;
    position = match.index;
    reasons.unshift(`the test script runs \`${match[0].trim()}\``);
  }
  const file = sightFile(sign, facts);
  if (file === undefined) return undefined;
  if (file !== '') reasons.push(`there is ${file}`);
  return { framework, certainty: sign.certainty, position, why: reasons.join(', and ') };
}

const byCertaintyThenPosition = (one: Sighting, other: Sighting): number => {
  if (one.certainty !== other.certainty) return other.certainty - one.certainty;
  return one.position === other.position ? 0 : one.position - other.position;
};

const namesOf = (rows: readonly Framework[]): string => rows.map(({ name }) => name).join(', ');

/** The framework the content shows, and by what; a refusal says what was looked at. */
export function detectFramework(
  rows: readonly Framework[],
  facts: FrameworkFacts,
): Result<DetectedFramework, DetectionRefusal> {
  const sightings = rows.flatMap((framework) =>
    framework.configuration.detect.flatMap((sign) => sight(framework, sign, facts) ?? []),
  );
  const [best] = sightings.sort(byCertaintyThenPosition);
  if (best) return ok({ framework: best.framework, why: best.why });
  const looked = facts.packageJson
    ? `package.json (its test script: ${facts.packageJson.scripts.test ?? 'none'}) and ${facts.files.length} files`
    : `${facts.files.length} files (no package.json among them)`;
  return refuse({
    code: 'framework-not-found',
    message:
      `No test framework was found in ${looked}. Known are: ${namesOf(rows)}. ` +
      'Name one as "framework" in the definition, or use "command" for any other test command.',
  });
}

/** The framework of that name. */
export function findFramework(
  rows: readonly Framework[],
  name: string,
): Result<DetectedFramework, DetectionRefusal> {
  const framework = rows.find((row) => row.name === name);
  if (framework) return ok({ framework, why: 'the definition names it' });
  return refuse({
    code: 'framework-unknown',
    message: `The framework "${name}" is not known. Known are: ${namesOf(rows)}.`,
  });
}
