/** For tests: runs a framework as a person would, and gives what it printed. */
import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { testPath } from './run-fixture.ts';

export async function runByHand(
  command: readonly [string, ...string[]],
  folder: string,
  environment: Record<string, string> = {},
): Promise<string> {
  const [program, ...args] = command;
  const child = spawn(program, args, {
    cwd: folder,
    env: { PATH: testPath, HOME: process.env.HOME, PYTHONDONTWRITEBYTECODE: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  await new Promise((resolve, reject) => child.once('close', resolve).once('error', reject));
  return stripVTControlCharacters(printed);
}
