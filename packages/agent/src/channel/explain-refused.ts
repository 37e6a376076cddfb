/** Says why a command could not be started, as a process of this host would say it. */
import { boundText } from '../reports/bound-text.ts';
import type { Refused, ScriptedCommand } from './command-script.ts';

export const explainRefused = ({ command, cwd, environment }: ScriptedCommand, refused: string): string => {
  const [file = ''] = command;
  const why: Record<Refused, string> = {
    folder: `the folder ${cwd} does not exist.`,
    permission: `${file} is not executable for this user.`,
    program: file.includes('/')
      ? `${file} does not exist (or its interpreter does not).`
      : `no command "${file}" in PATH (${environment.PATH ?? "the image's own"}).`,
  };
  const known = Object.hasOwn(why, refused) ? why[refused as Refused] : 'no reason is known.';
  return `Could not start "${boundText(command.join(' '), 200)}": ${known}`;
};
