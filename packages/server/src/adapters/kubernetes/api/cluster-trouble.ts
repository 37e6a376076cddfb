/** What stands between Gauntlet and a cluster, for people who look at an environment. */
import type { ClusterTrouble } from '../../../executions/index.ts';
import type { ApiTrouble } from './rest.ts';

/** @param what was asked for, such as `list jobs` */
export function clusterTrouble(trouble: ApiTrouble, what: string): ClusterTrouble {
  if (trouble.code === 'no-way') return { code: 'closed', message: trouble.message };
  if (trouble.code === 'unreachable') return { code: 'unavailable', message: trouble.message };
  const { code = 0, message = '' } = trouble.answer;
  if (code === 401)
    return {
      code: 'closed',
      message: 'The cluster does not accept the credentials (401). Give it another kubeconfig.',
    };
  if (code === 403)
    return {
      code: 'closed',
      message: `The cluster does not let Gauntlet ${what} (403): ${message}. \`gauntlet cluster check\` says all that is missing.`,
    };
  return { code: 'unavailable', message: `The cluster could not ${what} (${code}): ${message}.` };
}
