/** What is wrong with a definition whoever looks at it, and wherever it would be run. */
import type { Refusal, TestDefinition } from '@gauntlet/contract';
import { cpuMillis, memoryBytes } from '@gauntlet/core/executions';
import type { Actor } from '../../identity/index.ts';
import type { FrameworkCatalogue } from '../ports.ts';

type BodyRefusal = Refusal<'invalid-definition' | 'framework-unknown'>;
type BodyDeps = { frameworks: FrameworkCatalogue };

export async function refuseBody(deps: BodyDeps, definition: TestDefinition): Promise<BodyRefusal | null> {
  return (
    refuseCommands(definition) ??
    refuseQuantities(definition) ??
    (await refuseFramework(deps, definition)) ??
    refuseAddress(definition)
  );
}

function refuseCommands({ framework, commands }: TestDefinition): BodyRefusal | null {
  if (framework === 'command' && !commands)
    return invalid('commands', 'The framework "command" needs `commands`: a list of {name, run}.');
  if (commands && framework !== undefined && framework !== 'command')
    return invalid('commands', `\`commands\` go with the framework "command", not with "${framework}".`);
  const names = commands?.map((command) => command.name) ?? [];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return twice === undefined
    ? null
    : invalid('commands', `Two commands are named "${twice}"; give each its own name.`);
}

const invalid = (path: string, message: string): BodyRefusal => ({
  code: 'invalid-definition',
  message,
  faults: [{ path, message }],
});

/** Quantities that no column holds, whatever nodes there are. */
function refuseQuantities({ resources }: TestDefinition): BodyRefusal | null {
  if (cpuMillis(resources.cpu) > MOST_CPU_MILLIS)
    return invalid('resources.cpu', `${resources.cpu} CPU are more than any machine has.`);
  if (memoryBytes(resources.memory) > MOST_MEMORY_BYTES)
    return invalid('resources.memory', `${resources.memory} of memory are more than any machine has.`);
  return null;
}

const MOST_CPU_MILLIS = 1_024_000;
const MOST_MEMORY_BYTES = 2 ** 50;

async function refuseFramework(deps: BodyDeps, { framework }: TestDefinition): Promise<BodyRefusal | null> {
  if (framework === undefined || (await deps.frameworks.find(framework))) return null;
  const known = (await deps.frameworks.list()).map((row) => row.name).join(', ');
  return { code: 'framework-unknown', message: `There is no framework "${framework}". Known: ${known}.` };
}

function refuseAddress({ content }: TestDefinition): BodyRefusal | null {
  if (content.type !== 'git' || !/^(?:git|file):/i.test(content.url)) return null;
  return invalid(
    'content.url',
    `"${content.url}" is not fetched: a repository is reached by https, http or ssh.`,
  );
}

/** What of a content only the server's own host may name. */
export function refuseHostContent(actor: Actor, { content }: TestDefinition): Refusal<'not-allowed'> | null {
  if (content.type !== 'archive' || actor.scopes.includes('host')) return null;
  const ofHost = (['hostFolder', 'hostEnvironment'] as const).find((name) => content[name] !== undefined);
  if (ofHost === undefined) return null;
  return {
    code: 'not-allowed',
    message: `\`content.${ofHost}\` is accepted from the command line of the server's own host only.`,
  };
}
