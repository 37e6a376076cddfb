/** Completion scripts, written from the very commands and options the program has. */
import type { Command, Option } from 'commander';

export type Shell = 'bash' | 'zsh' | 'fish';
type Word = { word: string; about: string };
/** One command: its path (`artifacts get`), what may follow, and options whose values are known. */
type Entry = {
  path: string;
  about: string;
  words: Word[];
  options: Word[];
  choices: { flags: string[]; values: string[] }[];
};

const flagsOf = (option: Option): string[] =>
  [option.short, option.long].filter((flag): flag is string => flag !== undefined && flag !== null);

const isHidden = (command: Command) => command.name() === 'help';

function entryOf(command: Command, path: string, shared: readonly Option[]): Entry {
  const options = [...command.options, ...shared];
  const takesExecution = command.registeredArguments.some((argument) => argument.name() === 'execution');
  const fixed = command.registeredArguments.flatMap((argument) => argument.argChoices ?? []);
  return {
    path,
    about: command.summary() || command.description(),
    words: [
      ...command.commands
        .filter((child) => !isHidden(child))
        .map((child) => ({ word: child.name(), about: child.summary() || child.description() })),
      ...(takesExecution ? [{ word: 'latest', about: 'the newest execution' }] : []),
      ...fixed.map((word) => ({ word, about: '' })),
    ],
    options: [
      ...options.flatMap((option) => flagsOf(option).map((word) => ({ word, about: option.description }))),
      { word: '--help', about: 'help' },
    ],
    choices: options.flatMap((option) =>
      option.argChoices ? [{ flags: flagsOf(option), values: option.argChoices }] : [],
    ),
  };
}

function completionEntries(root: Command): Entry[] {
  const shared = root.options;
  const below = (command: Command, path: string): Entry[] =>
    command.commands
      .filter((child) => !isHidden(child))
      .flatMap((child) => {
        const childPath = `${path} ${child.name()}`.trim();
        return [entryOf(child, childPath, shared), ...below(child, childPath)];
      });
  return [entryOf(root, '', []), ...below(root, '')];
}

const words = (list: readonly Word[]) => list.map(({ word }) => word).join(' ');

const HEAD = '# Completion of gauntlet; written by `gauntlet completion`.';

function bashScript(entries: readonly Entry[]): string {
  const cases = entries.map(
    ({ path, words: follow, options }) =>
      `    '${path}') follow='${words(follow)}'; options='${words(options)}' ;;`,
  );
  const values = entries.flatMap(({ path, choices }) =>
    choices.map(
      ({ flags, values: known }) =>
        `    ${flags.map((flag) => `'${path}|${flag}'`).join('|')}) COMPREPLY=($(compgen -W '${known.join(' ')}' -- "$cur")); return ;;`,
    ),
  );
  const paths = entries.map(({ path }) => `'${path}'`).filter((path) => path !== "''");
  return `${HEAD}
_gauntlet() {
  local cur prev path='' word follow='' options=''
  cur="\${COMP_WORDS[COMP_CWORD]}"
  prev="\${COMP_WORDS[COMP_CWORD-1]}"
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "\${path:+$path }$word" in
      ${paths.join('|')}) path="\${path:+$path }$word" ;;
    esac
  done
  case "$path|$prev" in
${values.join('\n')}
  esac
  case "$path" in
${cases.join('\n')}
  esac
  if [[ $cur == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$cur"))
  else
    COMPREPLY=($(compgen -W "$follow" -- "$cur"))
  fi
}
complete -o bashdefault -o default -F _gauntlet gauntlet
`;
}

const quote = (text: string) => text.replaceAll("'", "'\\''");
/** In zsh's descriptions a colon parts word and text. */
const described = ({ word, about }: Word) => `'${word.replaceAll(':', '\\:')}:${quote(about)}'`;

function zshScript(entries: readonly Entry[]): string {
  const cases = entries.map(
    ({ path, words: follow, options }) =>
      `    '${path}') follow=(${follow.map(described).join(' ')}); options=(${options.map(described).join(' ')}) ;;`,
  );
  const values = entries.flatMap(({ path, choices }) =>
    choices.map(
      ({ flags, values: known }) =>
        `    ${flags.map((flag) => `'${path}|${flag}'`).join('|')}) compadd -- ${known.join(' ')}; return ;;`,
    ),
  );
  const paths = entries.map(({ path }) => `'${path}'`).filter((path) => path !== "''");
  return `#compdef gauntlet
${HEAD}
_gauntlet() {
  local at="" word
  local -a follow options
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "\${at:+$at }$word" in
      ${paths.join('|')}) at="\${at:+$at }$word" ;;
    esac
  done
  case "$at|$words[CURRENT-1]" in
${values.join('\n')}
  esac
  case "$at" in
${cases.join('\n')}
  esac
  if [[ $words[CURRENT] == -* ]]; then
    _describe option options
  else
    (( $#follow )) && _describe command follow
    _files
  fi
}
compdef _gauntlet gauntlet
`;
}

function fishScript(entries: readonly Entry[]): string {
  const condition = (path: string) => `test (__gauntlet_path) = '${path}'`;
  const lines = entries.flatMap(({ path, words: follow, options, choices }) => [
    ...follow.map(
      ({ word, about }) => `complete -c gauntlet -n "${condition(path)}" -a '${word}' -d '${quote(about)}'`,
    ),
    ...options.map(({ word, about }) => {
      const known = choices.find(({ flags }) => flags.includes(word));
      const flag = word.startsWith('--') ? `-l ${word.slice(2)}` : `-s ${word.slice(1)}`;
      const value = known === undefined ? '' : ` -x -a '${known.values.join(' ')}'`;
      return `complete -c gauntlet -n "${condition(path)}" ${flag}${value} -d '${quote(about)}'`;
    }),
  ]);
  const paths = entries.map(({ path }) => `'${path}'`).filter((path) => path !== "''");
  return `${HEAD}
function __gauntlet_path
  set -l at ''
  for word in (commandline -opc)[2..-1]
    set -l longer (string trim "$at $word")
    if contains -- $longer ${paths.join(' ')}
      set at $longer
    end
  end
  echo "$at"
end
${lines.join('\n')}
`;
}

export function completionScript(root: Command, shell: Shell): string {
  const entries = completionEntries(root);
  if (shell === 'bash') return bashScript(entries);
  return shell === 'zsh' ? zshScript(entries) : fishScript(entries);
}
