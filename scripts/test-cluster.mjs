import { runInRepository } from './setup.mjs';

await runInRepository('scripts/run-cluster-suite.ts', process.argv.slice(2));
