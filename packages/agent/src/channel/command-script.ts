/** What the shim is told to run, as scripts for any POSIX sh. Pure. */

export type ScriptedCommand = {
  command: readonly string[];
  cwd: string;
  environment: Readonly<Record<string, string>>;
};

/** What a script writes where it finds that there is nothing to start. */
export type Refused = 'folder' | 'program' | 'permission';

const quoteForSh = (text: string): string => `'${text.replaceAll("'", `'"'"'`)}'`;

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Variables of the shells themselves: they refuse or change a value. */
const SHELLS_OWN = new Set([
  ...['UID', 'EUID', 'PPID', 'BASHOPTS', 'SHELLOPTS', 'BASH_VERSINFO', 'GROUPS', 'FUNCNAME', 'DIRSTACK'],
  ...['OPTIND', 'LINENO', 'RANDOM', 'SECONDS', 'IFS', '_'],
]);

/**
 * `inPlace` are variables that the container has already: only what differs is written. Where nothing can be
 * started a word goes into `refusedPath`.
 */
export const scriptCommand = (
  { command, cwd, environment }: ScriptedCommand,
  inPlace: Readonly<Record<string, string>>,
  refusedPath: string,
): string => {
  const differing = Object.entries(environment).filter(([name, value]) => inPlace[name] !== value);
  const plain = differing.filter(([name]) => isPlain(name));
  const odd = differing.filter(([name]) => !isPlain(name));
  const program = quoteForSh(command[0] ?? '');
  const words = [
    ...(odd.length > 0 ? ['env', ...odd.map(([name, value]) => `${name}=${value}`)] : []),
    ...command,
  ];
  const refuse = (why: Refused) => `{ echo ${why} > ${quoteForSh(refusedPath)}; exit 126; }`;
  return [
    `cd ${quoteForSh(cwd)} 2> /dev/null || ${refuse('folder')}`,
    ...plain.map(([name, value]) => `export ${name}=${quoteForSh(value)}`),
    ...(command[0]?.includes('/')
      ? [
          `[ -e ${program} ] || ${refuse('program')}`,
          `[ -f ${program} ] && [ -x ${program} ] || ${refuse('permission')}`,
        ]
      : [`command -v ${program} > /dev/null 2>&1 || ${refuse('program')}`]),
    `exec ${words.map(quoteForSh).join(' ')}`,
    '',
  ].join('\n');
};

const isPlain = (name: string): boolean => NAME.test(name) && !SHELLS_OWN.has(name);

/** For each list a line: the first program of it, or nothing. Without a path that of the container. */
export const scriptLookup = (lists: readonly (readonly string[])[], path: string | undefined): string =>
  [
    'set -f',
    path === undefined ? 'folders=$PATH' : `folders=${quoteForSh(path)}`,
    'is_program() { [ -f "$1" ] && [ -x "$1" ] && printf \'%s\\n\' "$1"; }',
    'look() {',
    '  case $1 in */*) is_program "$1"; return;; esac',
    '  IFS=:',
    '  for folder in $folders; do',
    '    [ -n "$folder" ] && is_program "$folder/$1" && return',
    '  done',
    '  return 1',
    '}',
    ...lists.map((list) =>
      [...list.filter(isOneLine).map((name) => `look ${quoteForSh(name)}`), 'echo'].join(' || '),
    ),
    '',
  ].join('\n');

const isOneLine = (name: string): boolean => !name.includes('\n');

/** The variables that the container has of these, each with a NUL behind it. */
export const scriptVariables = (names: readonly string[]): string =>
  names.map((name) => `[ -z "\${${name}+set}" ] || printf '${name}=%s\\0' "$${name}"\n`).join('');
