/** `gauntlet user delete ann` is not "too many arguments for 'list'", though list is what `gauntlet user` does. */
import type { Command } from 'commander';

/**
 * Words after a command of commands that are none of them, and that nothing takes as arguments, are refused by name. `ls` is
 * `list` everywhere.
 */
export function refuseUnknown(command: Command): void {
  for (const below of command.commands) refuseUnknown(below);
  command.commands.find((each) => each.name() === 'list' && each.aliases().length === 0)?.alias('ls');
  command.hook('preSubcommand', (group, chosen) => {
    const [word] = group.args;
    if (word === undefined || word.startsWith('-') || chosen.registeredArguments.length > 0) return;
    const names = group.commands.map((each) => each.name());
    if ([...names, ...group.commands.flatMap((each) => each.aliases())].includes(word)) return;
    const path = pathOf(group);
    group.error(`error: there is no command '${path} ${word}'\nIt has: ${names.join(', ')}.`);
  });
}

const pathOf = (command: Command): string =>
  command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
