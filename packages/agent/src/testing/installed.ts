/** For tests: what this machine has of the things that npm does not install. Without it the test is skipped. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

export const hasPytest =
  spawnSync('python3', ['-m', 'pytest', '--version'], { stdio: 'ignore' }).status === 0;

/** Debian's packages chromium and ffmpeg: the browser, and what Playwright records videos with. */
export const hasBrowser = existsSync('/usr/bin/chromium') && existsSync('/usr/bin/ffmpeg');
