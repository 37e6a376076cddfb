import { runInRepository } from './setup.mjs';

await runInRepository('scripts/run-suites.ts', process.argv.slice(2));
