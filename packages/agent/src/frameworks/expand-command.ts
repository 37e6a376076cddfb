/** Puts values in the place of a row's placeholders; they are documented at the row's schema. */
import { ok, type Result, refuse } from '@gauntlet/core/kernel';

export type PlaceholderValues = {
  /** Arguments of their own, in place of the argument {units}, {args} or {paths}. */
  units: readonly string[];
  args: readonly string[];
  paths: readonly string[];
  /** Parts of an argument. */
  report: string;
  reporters: string;
  artifacts: string;
  unitSeconds: string;
  node: string | undefined;
  python: string | undefined;
  bin: (name: string) => string | undefined;
};

export type MissingProgram = { code: 'program-missing'; message: string };

const LISTS = { '{units}': 'units', '{args}': 'args', '{paths}': 'paths' } as const;
const PLACEHOLDER = /\{(report|reporters|artifacts|unitSeconds|node|python|bin:([\w@./-]+))\}/g;

const HOW_TO_GET: Record<string, string> = {
  node: 'Node.js is not in PATH. Install it where the tests run, or put it into PATH.',
  python: 'Python is not in PATH, and the project has no virtualenv. Install it where the tests run.',
};

function explainMissing(name: string): string {
  const explained = HOW_TO_GET[name];
  if (explained) return explained;
  const program = name.replace('bin:', '');
  return (
    `${program} is not in node_modules/.bin of the working folder or of any folder above it. ` +
    "Is it in package.json's dependencies, and did the set-up install them?"
  );
}

/** One argument with its placeholders replaced; `missing` collects what has no value. */
function expandText(text: string, values: PlaceholderValues, missing: string[]): string {
  return text.replace(PLACEHOLDER, (_, name: string, program: string | undefined) => {
    const value = program === undefined ? values[name as 'report'] : values.bin(program);
    if (value === undefined) missing.push(name);
    return value ?? '';
  });
}

const isList = (argument: string): argument is keyof typeof LISTS => Object.hasOwn(LISTS, argument);

export function expandCommand(
  command: readonly string[],
  values: PlaceholderValues,
): Result<string[], MissingProgram> {
  const missing: string[] = [];
  const expanded = command.flatMap((argument) =>
    isList(argument) ? values[LISTS[argument]] : [expandText(argument, values, missing)],
  );
  const [first] = missing;
  return first === undefined
    ? ok(expanded)
    : refuse({ code: 'program-missing', message: explainMissing(first) });
}

/** Variables that hold a list of folders: ours come first, those that were there stay. */
const IS_SEARCH_PATH = /^[A-Z_]*PATH$/;

/** The environment with the row's own variables, their placeholders replaced. */
export function expandEnvironment(
  environment: Readonly<Record<string, string>>,
  additions: Readonly<Record<string, string>>,
  values: PlaceholderValues,
): Record<string, string> {
  const expanded = { ...environment };
  for (const [name, text] of Object.entries(additions)) {
    const value = expandText(text, values, []);
    const before = expanded[name];
    expanded[name] = IS_SEARCH_PATH.test(name) && before ? `${value}:${before}` : value;
  }
  return expanded;
}
