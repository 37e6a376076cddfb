/** `npm run test:cluster`: what executors of pods must do, on the real cluster that KUBECONFIG names. */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { ROOT } from './setup.mjs';

const VITEST = 'node_modules/vitest/vitest.mjs';

function run(): number {
  const { KUBECONFIG } = process.env;
  if (!KUBECONFIG) {
    process.stderr.write(
      'KUBECONFIG must name a kubeconfig, whose current context is a cluster where namespaces may be made: see docs/kubernetes.md.\n',
    );
    return 2;
  }
  const args = [resolve(ROOT, VITEST), 'run', '--config', 'vitest.cluster.config.ts', '--reporter=verbose'];
  const env = { ...process.env, KUBECONFIG: resolve(process.env.INIT_CWD ?? process.cwd(), KUBECONFIG) };
  const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit', env });
  return status ?? 1;
}

process.exitCode = run();
