/** The dashboard in real Chromium, signed in. */
import { launchChromium } from '../../packages/server/src/testing/launch-chromium.ts';
import type { Platform } from '../platform.ts';

type Browser = Awaited<ReturnType<typeof launchChromium>>;
export type Visitor = Awaited<ReturnType<Browser['newContext']>>;

/** `visit` gives a browser with nothing kept from before but the session. */
export async function withDashboard<Value>(
  { api }: Platform,
  work: (visit: () => Promise<Visitor>) => Promise<Value>,
): Promise<Value> {
  const browser = await launchChromium();
  try {
    return await work(async () => {
      const visitor = await browser.newContext({ viewport: { width: 1280, height: 1600 } });
      const page = await visitor.newPage();
      await page.goto(new URL(await api.signInLink(), api.url).href);
      await page.close();
      return visitor;
    });
  } finally {
    await browser.close();
  }
}
