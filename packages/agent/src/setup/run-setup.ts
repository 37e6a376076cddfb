import type { SetupChoice } from '@gauntlet/core/executions';
import { collectBundledModules, collectHostModules, collectModules } from './find-modules.ts';
import { installNode } from './install-node.ts';
import { installPython } from './install-python.ts';
import type { ModulesSource, PreparedSetup } from './prepared-setup.ts';
import type { ProjectPlace } from './project-place.ts';
import { listDeclared } from './read-node-facts.ts';
import { findVirtualenv } from './read-python-facts.ts';
import { runCommand } from './run-command.ts';
import type { SetupOrder, SetupResult } from './setup-order.ts';
import { useVirtualenv } from './use-virtualenv.ts';

/**
 * Carries out what `chooseSetup` chose, once for an execution, in the fetched content. What every workspace
 * then needs is in the answer; the user's own folder is linked to and never written.
 */
export const runSetup = async (choice: SetupChoice, order: SetupOrder): Promise<SetupResult> => {
  const { place } = order;
  order.onOutput(Buffer.from(`Set-up: ${choice.sentence}\n`));
  const nothing: PreparedSetup = {
    sentence: choice.sentence,
    modules: [],
    links: [],
    environment: {},
    pythonPath: [],
    python: null,
  };
  switch (choice.kind) {
    case 'nothing':
      return { ok: true, value: nothing };
    case 'bundled-modules':
      return { ok: true, value: { ...nothing, modules: collectBundledModules(place) } };
    case 'linked-modules':
      return { ok: true, value: { ...nothing, modules: linkHost(place) } };
    case 'linked-virtualenv':
      return { ok: true, value: { ...nothing, ...useVirtualenv(choice.virtualenv, order) } };
    case 'own-commands':
      return runOwnCommands(choice.commands, order, nothing);
    case 'node-install':
      return installNode(choice, order, nothing);
    case 'python-install':
      return installPython(choice, order, nothing);
  }
};

const linkHost = (place: ProjectPlace): ModulesSource[] =>
  place.hostFolder === undefined ? [] : collectHostModules(place, place.hostFolder, listDeclared(place));

const runOwnCommands = async (
  commands: readonly string[],
  order: SetupOrder,
  nothing: PreparedSetup,
): Promise<SetupResult> => {
  const { root, folder } = order.place;
  const before = new Set(collectModules(root).map(({ at }) => at));
  for (const text of commands) {
    const command = ['sh', '-e', '-c', text];
    const done = await runCommand(order, { command, shown: text, folder, network: 'as-it-is' });
    if (!done.ok) return done;
  }
  const virtualenv = await findVirtualenv([folder, root], order);
  const python = virtualenv ? useVirtualenv(virtualenv, order) : {};
  const modules = collectModules(root).filter(({ at }) => !before.has(at));
  return { ok: true, value: { ...nothing, modules, ...python } };
};
