/** Definitions of small suites that do what a test needs. */
import type { TestDefinitionInput } from '@gauntlet/contract';

type Extra = Partial<TestDefinitionInput>;

/** Each command a unit; its name, and what `sh -e -c` runs. */
export const commandSuite = (commands: Record<string, string>, extra: Extra = {}): TestDefinitionInput => ({
  name: 'a suite of commands',
  framework: 'command',
  content: { type: 'inline', files: { 'README.md': 'Nothing but commands.' } },
  commands: Object.entries(commands).map(([name, run]) => ({ name, run })),
  ...extra,
});

/** Each file a unit, of tests of Node.js' own runner. */
export const nodeSuite = (files: Record<string, string>, extra: Extra = {}): TestDefinitionInput => ({
  name: 'a suite of node:test',
  framework: 'node:test',
  content: {
    type: 'inline',
    files: {
      'package.json': '{"name":"suite","type":"module","scripts":{"test":"node --test"}}',
      ...files,
    },
  },
  ...extra,
});

/** For shell: goes on as soon as the file $STATE/<name> exists. */
export const waitFor = (name: string): string => `until [ -e "$STATE/${name}" ]; do sleep 0.05; done`;

/** For shell: adds a line to $STATE/<file>, in one write. */
export const note = (file: string, line: string): string => `echo ${line} >> "$STATE/${file}"`;
