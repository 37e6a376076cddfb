import type { NodeFacts } from './project-facts.ts';
import type { SetupChoice } from './setup-choice.ts';

type Manager = 'npm' | 'pnpm' | 'yarn' | 'bun';

/** In the order in which they are believed when a project has several. */
const LOCKFILES: readonly [file: string, manager: Manager][] = [
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
];

const QUIET = ['--no-audit', '--no-fund', '--no-update-notifier'];

export const chooseNodeSetup = (node: NodeFacts | null, tools: readonly string[]): SetupChoice => {
  if (!node) return { kind: 'nothing', sentence: 'Nothing to install: there is no package.json.' };
  if (node.host.state === 'installed')
    return {
      kind: 'linked-modules',
      sentence: "Linked: the folder's own node_modules is used, not changed.",
    };
  if (node.bundled === 'complete')
    return { kind: 'bundled-modules', sentence: 'Nothing to install: node_modules is part of the content.' };
  if (node.declares === 'nothing')
    return { kind: 'nothing', sentence: 'Nothing to install: package.json lists no dependencies.' };
  const choice = chooseInstall(node, tools);
  return { ...choice, sentence: `${choice.sentence}${explainHost(node)}` };
};

const explainHost = ({ host }: NodeFacts): string => {
  if (host.state !== 'incomplete') return '';
  const [first = '', ...rest] = host.missing;
  const more = rest.length > 0 ? ` and ${rest.length} more` : '';
  return ` The folder's own node_modules is not used: it lacks ${first}${more}.`;
};

const chooseInstall = (node: NodeFacts, tools: readonly string[]): SetupChoice => {
  const found = findLock(node);
  if (!found)
    return installBy(node, ['npm', 'install', ...QUIET], 'npm install: there is no lockfile.', 'fresh-daily');
  const { file, manager } = found;
  if (manager === 'npm')
    return installBy(node, ['npm', 'ci', ...QUIET], `npm ci: there is a ${file}.`, 'kept');
  if (!tools.includes(manager)) {
    const why = `npm install: ${file} asks for ${manager}, which is not in PATH.`;
    return installBy(node, ['npm', 'install', ...QUIET], why, 'fresh-daily');
  }
  const freeze = manager === 'yarn' && node.yarn === 'berry' ? '--immutable' : '--frozen-lockfile';
  // These managers link from stores of their own, which are as fast as our cache would be.
  return installBy(node, [manager, 'install', freeze], `${manager} install: there is a ${file}.`, 'not-kept');
};

/** package.json's packageManager decides between several lockfiles. */
const findLock = (node: NodeFacts): { file: string; manager: Manager } | null => {
  const present = LOCKFILES.filter(([file]) => node.lockfiles.includes(file));
  const named = present.find(([, manager]) => node.packageManager?.startsWith(`${manager}@`));
  const [file, manager] = named ?? present[0] ?? [];
  return file && manager ? { file, manager } : null;
};

const installBy = (
  node: NodeFacts,
  command: readonly string[],
  why: string,
  cache: 'kept' | 'fresh-daily' | 'not-kept',
): SetupChoice => {
  const [script] = node.installScripts;
  if (cache === 'not-kept' || !script)
    return { kind: 'node-install', folder: node.folder, command, cache, sentence: why };
  const sentence = `${why} Not kept for later: ${script} may do more than install.`;
  return { kind: 'node-install', folder: node.folder, command, cache: 'not-kept', sentence };
};
