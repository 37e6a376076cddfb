import { buildDashboard } from './build-dashboard.mjs';
import { runInRepository } from './setup.mjs';

await runInRepository('packages/cli/src/main.ts', ['start', ...process.argv.slice(2)], buildDashboard);
