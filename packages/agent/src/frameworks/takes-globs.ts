/** Whether the Node.js of the tests reads what follows `node --test` as globs: those before 21 take paths. */
import { execFileSync } from 'node:child_process';

const FIRST_WITH_GLOBS = 21;
const LONGEST_MS = 10_000;
type Place = { environment: Readonly<Record<string, string>>; folder: string };

const known = new Map<string, boolean>();

function askVersion(node: string, { environment, folder }: Place): boolean {
  try {
    const options = {
      env: environment,
      cwd: folder,
      timeout: LONGEST_MS,
      encoding: 'utf8',
      stdio: 'pipe',
    } as const;
    const version = execFileSync(node, ['-p', 'process.versions.node'], options);
    return Number.parseInt(version, 10) >= FIRST_WITH_GLOBS;
  } catch {
    return true; // It does not run; that will be told when the tests are to run on it.
  }
}

/** Asked once of each Node.js, and only where a name could be taken for a glob. */
export function takesGlobs(node: string | undefined, place: Place): boolean {
  if (node === undefined) return true;
  const takes = known.get(node) ?? askVersion(node, place);
  known.set(node, takes);
  return takes;
}
