import { existsSync } from 'node:fs';
import { type Browser, chromium } from '@playwright/test';

const DEBIANS = '/usr/bin/chromium';
/** Undefined: the one that `npx playwright install chromium` brings. */
export const chromiumPath = (): string | undefined => (existsSync(DEBIANS) ? DEBIANS : undefined);

export const launchChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
