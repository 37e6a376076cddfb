/** Checks who may import whom: the rules of .dependency-cruiser.cjs, and one that it cannot express. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from './setup.mjs';
import { takesMoreThanTypesAndConstants } from './type-imports.ts';

/** `via` is the way back to `from`, where the violation is a cycle. */
export type Violation = { rule: string; from: string; to: string; via?: string[] };
export type ImportCheck = { moduleCount: number; violations: Violation[] };

const DEPCRUISE = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs');
const RULES = join(ROOT, '.dependency-cruiser.cjs');
const CONTRACT = '@gauntlet/contract';
export const CONTRACT_RULE = 'pure-code-takes-only-types-and-constants-of-the-contract';

/** Where decisions are taken: no parser of the contract is called there. */
const PURE_FOLDERS = [
  'packages/core/src',
  ...['identity', 'event-store', 'executions', 'sagas', 'chaos', 'notifications', 'kernel'].map(
    (domain) => `packages/server/src/${domain}`,
  ),
];

type Cruise = {
  summary: {
    totalCruised: number;
    violations: { rule: { name: string }; from: string; to: string; cycle?: { name: string }[] }[];
  };
};

/** @throws when dependency-cruiser itself fails, which is not the same as finding violations */
function cruise(root: string): ImportCheck {
  const args = [DEPCRUISE, 'packages', '--config', RULES, '--output-type', 'json'];
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (!stdout.startsWith('{')) throw new Error(`dependency-cruiser gave no report: ${stderr || stdout}`);
  const { summary } = JSON.parse(stdout) as Cruise;
  return {
    moduleCount: summary.totalCruised,
    violations: summary.violations.map(({ rule, from, to, cycle = [] }) => ({
      rule: rule.name,
      from,
      to,
      via: cycle.map(({ name }) => name),
    })),
  };
}

function listSources(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /(?<!\.(test|contract))\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

function checkContractImports(root: string): Violation[] {
  return PURE_FOLDERS.flatMap((folder) => listSources(join(root, folder)))
    .filter((file) => takesMoreThanTypesAndConstants(readFileSync(file, 'utf8'), CONTRACT))
    .map((file) => ({ rule: CONTRACT_RULE, from: relative(root, file), to: CONTRACT }));
}

/** @param root a folder that holds `packages/` */
export function checkImports(root: string): ImportCheck {
  const { moduleCount, violations } = cruise(root);
  return { moduleCount, violations: [...violations, ...checkContractImports(root)] };
}

function report({ moduleCount, violations }: ImportCheck): number {
  for (const { rule, from, to, via } of violations) {
    process.stdout.write(`${rule}: ${[from, ...(via?.length ? via : [to])].join(' -> ')}\n`);
  }
  process.stdout.write(`${moduleCount} modules, ${violations.length} violations of the import rules\n`);
  if (moduleCount > 0) return violations.length > 0 ? 1 : 0;
  process.stdout.write(
    'Nothing was looked at: does dependency-cruiser support this version of TypeScript?\n',
  );
  return 1;
}

if (import.meta.main) process.exitCode = report(checkImports(ROOT));
