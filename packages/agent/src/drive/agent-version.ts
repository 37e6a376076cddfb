/** Told at hello: a server that was upgraded can see what it talks to. */
export const AGENT_VERSION = '0.1.0';
