/** What the few pages without the dashboard need: the reader's own time, and buttons that post. */
import { startActions } from './actions.js';
import { localiseTimes } from './times.js';

localiseTimes();
startActions(() => location.reload());
