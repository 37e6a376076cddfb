/** The `gauntlet` command line. Runs as soon as it is imported; its exit code is the answer. */
import process from 'node:process';
import { runProgram } from './program/run-program.ts';

await runProgram({
  argv: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
}).then((exitCode) => process.exit(exitCode));
