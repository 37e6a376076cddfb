/** Names of ours that an agent needs; everything else of ours is the server's alone. */
const FOR_AGENTS = new Set(['GAUNTLET_CALLER_PATH', 'GAUNTLET_PASS_ENV']);
const SERVERS_OWN = /^(GAUNTLET_|PG[A-Z]+$|DATABASE_URL$|REDIS_URL$|S3_|AWS_|OIDC_|SMTP_)/;
const RUNTIME = /^(NODE_OPTIONS|NODE_TEST_CONTEXT|NODE_V8_COVERAGE|VITEST.*|npm_.*)$/;

/**
 * The environment of an agent: what tests, being of the same user, could read from it. Without the
 * database's password and keys; what a definition may see of the rest is the agent's allow-list.
 */
export function agentEnvironment(own: NodeJS.ProcessEnv): Record<string, string> {
  const passed = new Set((own.GAUNTLET_PASS_ENV ?? '').split(/[\s,]+/));
  const kept = Object.entries(own).filter(
    ([name]) => FOR_AGENTS.has(name) || passed.has(name) || !(SERVERS_OWN.test(name) || RUNTIME.test(name)),
  );
  return Object.fromEntries(kept.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
