/** What is run: a definition as it is stored, less what this actor may not use, with what a request changes for once. */
import type { DefinitionOverrides, TestDefinition } from '@gauntlet/contract';
import type { Actor } from '../../identity/index.ts';

/**
 * A part that is an object of settings keeps those that the overrides do not name; every other part is replaced
 * whole, maps of variables and tags too: what is left out of them is gone.
 */
export function applyOverrides(definition: TestDefinition, overrides: DefinitionOverrides): TestDefinition {
  const { resources, timeouts, retries, ...whole } = overrides;
  return {
    ...definition,
    ...whole,
    resources: merge(definition.resources, resources),
    timeouts: merge(definition.timeouts, timeouts),
    retries: merge(definition.retries, retries),
  };
}

/** A setting that is named with nothing as its value is taken away: rerunning takes away what came in later. */
const merge = <Settings extends object>(
  settings: Settings,
  changes: { [Name in keyof Settings]?: Settings[Name] | undefined } | undefined,
): Settings => ({ ...settings, ...changes });

/** Linking a folder of the server's host, or running by its user's PATH, is for that host's command line alone. */
export function openTo(actor: Actor, definition: TestDefinition): TestDefinition {
  return actor.scopes.includes('host') ? definition : withoutHost(definition);
}

/** A pod finds nothing of the server's host. */
export function withoutHost(definition: TestDefinition): TestDefinition {
  const { content } = definition;
  if (content.type !== 'archive') return definition;
  return { ...definition, content: { ...content, hostFolder: undefined, hostEnvironment: undefined } };
}
