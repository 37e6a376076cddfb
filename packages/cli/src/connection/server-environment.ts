import { callerPath } from '../../bin/caller-path.mjs';

type Env = Readonly<Record<string, string | undefined>>;

/** Of the test runner or of npm that happened to start us; no server should act on them. */
const NOT_FOR_THE_SERVER =
  /^(npm_|NODE_TEST_CONTEXT$|NODE_CHANNEL_|NODE_UNIQUE_ID$|VITEST|GAUNTLET_TOKEN$|GAUNTLET_URL$)/;

/** The caller's environment, and in GAUNTLET_CALLER_PATH the PATH that tests are to see. */
export function serverEnvironment(env: Env): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !NOT_FOR_THE_SERVER.test(name));
  return {
    ...Object.fromEntries(kept),
    GAUNTLET_CALLER_PATH: env.GAUNTLET_CALLER_PATH || callerPath(env.PATH),
  };
}
