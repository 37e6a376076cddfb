import { runInRepository } from './setup.mjs';

await runInRepository('scripts/run-checks.ts', process.argv.slice(2));
