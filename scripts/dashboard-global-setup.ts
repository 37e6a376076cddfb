/** The server's tests open the dashboard as people do: it is built when its sources changed. */
import { buildDashboard } from './build-dashboard.mjs';
import { ROOT } from './setup.mjs';

export const setup = () => buildDashboard(ROOT, process.execPath);
