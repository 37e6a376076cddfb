/** The names of the containers in a group's pod. */

/** The user's image. */
export const TESTS_CONTAINER = 'tests';
/** Gauntlet's own, beside it. */
export const AGENT_CONTAINER = 'agent';
