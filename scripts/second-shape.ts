/**
 * Which suites `npm test` runs once more in the cluster shape, with the oldest PostgreSQL that Gauntlet supports: all
 * integration suites but those named here, each with its reason, so that a new one runs in both unless somebody says
 * why not. `npm test -- --cluster-shape` runs them all there.
 */
import { globSync } from 'node:fs';

type LeftOut = {
  suites: string;
  /** `opens-none` is held against what the suites import. */
  because: 'opens-none' | 'is-about-the-embedded-one' | 'asks-of-it-what-others-ask';
};

export const NOT_RUN_AGAIN: readonly LeftOut[] = [
  // The agent, the command line and the scripts speak to a server or to nobody.
  { suites: 'packages/{agent,host}/**', because: 'opens-none' },
  { suites: 'packages/cli/{bin,scripts}/**', because: 'opens-none' },
  { suites: 'packages/cli/src/!(notify|clusters).int.test.ts', because: 'opens-none' },
  { suites: 'packages/cli/src/*/**', because: 'opens-none' },
  { suites: 'scripts/**', because: 'opens-none' },
  { suites: 'e2e/{pack-client,chart}.int.test.ts', because: 'opens-none' },
  // Parts of the server that are tried without one: folders, sockets, and what a browser makes of a page.
  { suites: 'packages/server/src/adapters/{folder,host,s3}/**', because: 'opens-none' },
  { suites: 'packages/server/src/adapters/kubernetes/job/**', because: 'opens-none' },
  { suites: 'packages/server/src/boot/listen.int.test.ts', because: 'opens-none' },
  { suites: 'packages/server/src/executions/collect/report/render-html.int.test.ts', because: 'opens-none' },
  // Starting it, taking it over, and what a newcomer gets with nothing set.
  {
    suites: 'packages/server/src/adapters/postgres/embedded.int.test.ts',
    because: 'is-about-the-embedded-one',
  },
  { suites: 'e2e/{start,pack}.int.test.ts', because: 'is-about-the-embedded-one' },
  // Minutes of other people's tests, which are about counting: results are stored as in the other suites.
  { suites: 'e2e/third-party.int.test.ts', because: 'asks-of-it-what-others-ask' },
  // Minutes of generated requests, which are about what is let in: the routes' own suites run on both.
  { suites: 'e2e/fuzz/**', because: 'asks-of-it-what-others-ask' },
  // Minutes of a browser, which are about what is drawn.
  { suites: 'e2e/dashboard/**', because: 'asks-of-it-what-others-ask' },
  { suites: 'packages/server/src/http/browser/**', because: 'asks-of-it-what-others-ask' },
  // Minutes of packing an image, and of waiting for a term of a Pushgateway to pass.
  { suites: 'e2e/{container,prometheus}.int.test.ts', because: 'asks-of-it-what-others-ask' },
  // Minutes of the frameworks themselves, of what they write, of a store of bytes, of sleep, of fifty agents: agents and that store are
  // tried in these, and results are stored as in the other suites.
  {
    suites: 'e2e/{rerun-failed,bad-output,s3,simulate,fifty-groups}.int.test.ts',
    because: 'asks-of-it-what-others-ask',
  },
];

/** As vitest.config.ts finds them. */
export const INTEGRATION_SUITES = '{packages,scripts,e2e,bench}/**/*.int.test.ts';
const ELSEWHERE = ['**/node_modules/**', '**/fixtures/**'];

export const suitesToRunAgain = (root: string): string[] =>
  globSync(INTEGRATION_SUITES, {
    cwd: root,
    exclude: [...ELSEWHERE, ...NOT_RUN_AGAIN.map(({ suites }) => suites)],
  }).toSorted();
