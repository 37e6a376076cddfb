/** Where bytes lie in an artifact store: made by the program (`executions/<id>/<id>`), never from what a test says. */
const SAFE_KEY = /^[a-z]+(\/[A-Za-z0-9][A-Za-z0-9._-]*)+$/;

export const isArtifactKey = (key: string): boolean => SAFE_KEY.test(key);

/** Throws for anything else: it is a fault of ours, and could lead out of the store. */
export function requireArtifactKey(key: string): void {
  if (!isArtifactKey(key)) throw new Error(`Not an artifact key: ${JSON.stringify(key)}`);
}
