import { buildDashboard } from './build-dashboard.mjs';
import { runInRepository } from './setup.mjs';

await runInRepository('scripts/run-suites.ts', process.argv.slice(2), buildDashboard);
