/** The agent's start parameters in a pod: variables of its container, and a token that it has as a file. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const Folder = z.string().startsWith('/');
const PodEnvironment = z.object({
  GAUNTLET_URL: z.url({ protocol: /^https?$/ }),
  GAUNTLET_GROUP_ID: z.string().min(1),
  GAUNTLET_TOKEN_FILE: Folder,
  GAUNTLET_CHANNEL: Folder,
  GAUNTLET_WORK: Folder,
  TMPDIR: Folder.default('/tmp'),
});

export type PodParameters = {
  url: string;
  groupId: string;
  token: string;
  /** Shared with the container of the tests, by the same paths. */
  channelFolder: string;
  workFolder: string;
  /** The agent's own, which outlives its container. */
  stateFolder: string;
};

/** Throws with what is missing or malformed; no value is shown. */
export const readPodEnvironment = async (environment: NodeJS.ProcessEnv): Promise<PodParameters> => {
  const parsed = PodEnvironment.safeParse(environment);
  if (!parsed.success)
    throw new Error(`The variables of the pod are not understood: ${z.prettifyError(parsed.error)}`);
  const { data } = parsed;
  const token = (await readFile(data.GAUNTLET_TOKEN_FILE, 'utf8')).trim();
  if (token === '') throw new Error(`There is no token in ${data.GAUNTLET_TOKEN_FILE}.`);
  return {
    ...{ url: data.GAUNTLET_URL, groupId: data.GAUNTLET_GROUP_ID, token },
    ...{ channelFolder: data.GAUNTLET_CHANNEL, workFolder: data.GAUNTLET_WORK },
    stateFolder: `${data.TMPDIR}/gauntlet-agent`,
  };
};
