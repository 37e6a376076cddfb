import { existsSync } from 'node:fs';
import { type Browser, chromium } from '@playwright/test';

/** Elsewhere the one that `npx playwright install chromium` brings. */
const DEBIANS = '/usr/bin/chromium';

export function launchChromium(): Promise<Browser> {
  const executablePath = existsSync(DEBIANS) ? DEBIANS : undefined;
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}
