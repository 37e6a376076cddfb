/**
 * `gauntlet start`: the platform, the sample suites, and then serving until Ctrl-C, which ends all of it.
 * A server that somebody else started for the same folder is used and left running.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { ServerFile } from '@gauntlet/contract';
import { ok, type Result } from '@gauntlet/core/kernel';
import { type CommandContext, reportRefused } from '../command-context.ts';
import { makeRoom } from '../connection/background-server.ts';
import { fixedConnection } from '../connection/connection.ts';
import { dataDirectory, thisHost } from '../connection/data-directory.ts';
import { normalUrl } from '../connection/profiles.ts';
import { answersHealth, processExists } from '../connection/server-file.ts';
import { logTail, signInLink } from '../connection/server-log.ts';
import { type Sample, sampleFolder } from '../connection/server-program.ts';
import { type StartedServer, startServer } from '../connection/start-server.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { type Interrupts, watchInterrupts } from '../follow/interrupts.ts';
import type { StartOptions } from '../program/option-types.ts';
import { cannotRun, type Refused } from '../refused.ts';
import { chooseView } from './choose-view.ts';
import { prepareRun, runPrepared } from './run.ts';
import { makeSignInLink } from './sign-in-link.ts';

const LOOK_EVERY_MS = 1_000;
const MOST_SILENT_LOOKS = 20;
const STOP_MS = 60_000;
const TAIL_LINES = 15;

type Serving = { server: ServerFile; ours: StartedServer | null };

async function serve(
  context: CommandContext,
  dataDir: string,
  options: StartOptions,
  interrupts: Interrupts,
): Promise<Result<Serving, Refused>> {
  const view = chooseView(context);
  try {
    const running = await makeRoom(dataDir);
    if (running !== null) return ok({ server: running, ours: null });
    const { port, host } = options;
    const started = await startServer({
      dataDir,
      env: context.env,
      onProgress: view.doing,
      idleExitSeconds: null,
      signal: interrupts.first,
      ...(port === undefined ? {} : { port }),
      ...(host === undefined ? {} : { host }),
    });
    return started.ok ? ok({ server: started.value.server, ours: started.value }) : started;
  } finally {
    view.close();
  }
}

/** The first start's own link, else a new one; null where the server makes none. */
async function findSignInLink({ server, ours }: Serving, dataDir: string): Promise<string | null> {
  const said = ours === null ? null : await signInLink(ours.logPath, ours.logStartBytes);
  if (said !== null) return said;
  const connection = fixedConnection(
    { baseUrl: normalUrl(server.url), token: server.token },
    'option',
    dataDir,
  );
  const made = await makeSignInLink(connection);
  return made.ok ? made.value.url : null;
}

async function printServing(context: CommandContext, serving: Serving, dataDir: string): Promise<void> {
  if (context.options.json) return;
  const { out } = context;
  const { server, ours } = serving;
  const row = (key: string, value: string) => out.line(`  ${out.paint.dim(key.padEnd(9))}${value}`);
  const signIn = await findSignInLink(serving, dataDir);
  out.line();
  row('Server', out.paint.bold(server.url));
  if (signIn !== null) row('Sign in', `${signIn}  ${out.paint.dim('once')}`);
  if (ours === null)
    row('', out.paint.dim(`running already, process ${server.pid}; it is used and left running`));
  else row('Log', out.paint.dim(ours.logPath));
}

/** The samples. That the second one fails is its purpose, and nothing of how the start went. */
async function runSamples(
  context: CommandContext,
  dataDir: string,
  interrupts: Interrupts,
): Promise<ExitCode> {
  const code = await runSample(context, dataDir, interrupts, 'sample');
  const wanted = sampleFolder('sample-with-failure') !== null && !context.options.json;
  if (!wanted || interrupts.first.aborted) return code;
  context.out.line(
    `  ${context.out.paint.bold('And one that fails on purpose:')} its page shows how to find out why.`,
  );
  context.out.line();
  await runSample(context, dataDir, interrupts, 'sample-with-failure');
  return code;
}

/** A sample goes to the server of this folder, whatever other server the user is signed in to. */
async function runSample(
  context: CommandContext,
  dataDir: string,
  interrupts: Interrupts,
  sample: Sample,
): Promise<ExitCode> {
  const folder = sampleFolder(sample);
  if (folder === null) {
    context.err.line('This copy of gauntlet has no sample suite. Run your own with: gauntlet run');
    return EXIT.passed;
  }
  const { GAUNTLET_URL: _url, GAUNTLET_TOKEN: _token, ...env } = context.env;
  const { json, utc, color } = context.options;
  const options = {
    dataDir,
    ...(json === undefined ? {} : { json }),
    ...(utc === undefined ? {} : { utc }),
    ...(color === undefined ? {} : { color }),
  };
  const own = { ...context, env, options, cwd: folder };
  const prepared = await prepareRun(own, [folder], { follow: true });
  if (!prepared.ok) return reportRefused(context, prepared.error);
  return runPrepared(own, prepared.value, { follow: true }, interrupts);
}

/** Ends with the first interrupt, or says that the server is gone. */
async function serveUntilInterrupted(
  serving: Serving,
  interrupted: AbortSignal,
): Promise<'interrupted' | 'gone'> {
  for (let silent = 0; silent < MOST_SILENT_LOOKS; ) {
    await pause(LOOK_EVERY_MS, undefined, { signal: interrupted }).catch(() => undefined); // woken by the interrupt
    if (interrupted.aborted) return 'interrupted';
    if (!processExists(serving.server.pid)) return 'gone';
    silent = (await answersHealth(serving.server.url, 'live')) ? 0 : silent + 1;
  }
  return 'gone';
}

async function stopServer(context: CommandContext, { server: { pid }, ours }: Serving): Promise<void> {
  if (ours === null) return;
  if (!context.options.json) context.out.line(context.out.paint.dim('  Stopping the server'));
  if (processExists(pid)) process.kill(pid, 'SIGTERM');
  const deadline = Date.now() + STOP_MS;
  while (processExists(pid) && Date.now() < deadline) await pause(50);
}

async function serverGone(context: CommandContext, { ours }: Serving): Promise<ExitCode> {
  const tail = ours === null ? [] : await logTail(ours.logPath, ours.logStartBytes, TAIL_LINES);
  const said = tail.map((line) => `\n| ${line}`).join('');
  return reportRefused(
    context,
    cannotRun('no-server', `The server has ended.${said}`, '`gauntlet doctor` checks what it needs.'),
  );
}

async function startAndServe(
  context: CommandContext,
  options: StartOptions,
  interrupts: Interrupts,
): Promise<ExitCode> {
  const dataDir = dataDirectory(context.options.dataDir, context.env, thisHost(), context.cwd);
  const serving = await serve(context, dataDir, options, interrupts);
  if (!serving.ok) return reportRefused(context, serving.error);
  await printServing(context, serving.value, dataDir);
  const sampleCode = options.sample ? await runSamples(context, dataDir, interrupts) : EXIT.passed;
  if (!interrupts.first.aborted && !context.options.json) {
    context.out.line(`  Serving at ${serving.value.server.url}  ${context.out.paint.dim('Ctrl-C ends it.')}`);
  }
  const end = await serveUntilInterrupted(serving.value, interrupts.first);
  if (end === 'gone') return serverGone(context, serving.value);
  await stopServer(context, serving.value);
  return sampleCode;
}

export async function startCommand(context: CommandContext, options: StartOptions): Promise<ExitCode> {
  const interrupts = watchInterrupts();
  try {
    return await startAndServe(context, options, interrupts);
  } finally {
    interrupts.stop();
  }
}
