/** Whether the Node.js of the tests reads what follows `node --test` as globs: those before 21 take paths. */
import type { CommandHost } from '../process/command-host.ts';

const FIRST_WITH_GLOBS = 21;
const LONGEST_SECONDS = 10;
type Place = { environment: Readonly<Record<string, string>>; folder: string } & Pick<
  CommandHost,
  'runProcess'
>;

const known = new Map<string, boolean>();

async function askVersion(node: string, { environment, folder, runProcess }: Place): Promise<boolean> {
  let said = '';
  const { exitCode } = await runProcess({
    command: [node, '-p', 'process.versions.node'],
    cwd: folder,
    environment,
    timeoutSeconds: LONGEST_SECONDS,
    graceSeconds: 1,
    onOutput: (chunk, stream) => {
      if (stream === 'stdout') said += chunk;
    },
  });
  // It does not run: that will be told when the tests are to run on it.
  return exitCode !== 0 || Number.parseInt(said, 10) >= FIRST_WITH_GLOBS;
}

/** Asked once of each Node.js, and only where a name could be taken for a glob. */
export async function takesGlobs(node: string | undefined, place: Place): Promise<boolean> {
  if (node === undefined) return true;
  const takes = known.get(node) ?? (await askVersion(node, place));
  known.set(node, takes);
  return takes;
}
