import type { FrameworkConfiguration, TestDefinition } from '@gauntlet/contract';
import { chooseNodeSetup } from './choose-node-setup.ts';
import { choosePythonSetup } from './choose-python-setup.ts';
import type { ProjectFacts } from './project-facts.ts';
import type { SetupChoice } from './setup-choice.ts';

export const chooseSetup = (
  facts: ProjectFacts,
  setup: TestDefinition['setup'],
  needs: FrameworkConfiguration['setup'],
): SetupChoice => {
  if (typeof setup === 'object')
    return {
      kind: 'own-commands',
      commands: setup.commands,
      sentence: `The definition's own ${setup.commands.length === 1 ? 'command' : 'commands'}: ${setup.commands.join('; ')}.`,
    };
  if (setup === 'none') return { kind: 'nothing', sentence: 'Nothing: the definition says setup: none.' };
  if (needs === 'python') return choosePythonSetup(facts.python);
  if (needs === 'node') return chooseNodeSetup(facts.node, facts.tools);
  // Commands of the user's own may well use what the folder has installed, as they would by hand.
  if (facts.node?.host.state === 'installed') return chooseNodeSetup(facts.node, facts.tools);
  return { kind: 'nothing', sentence: 'Nothing: this framework needs no dependencies installed.' };
};
