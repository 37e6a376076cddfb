/** What the server does when nothing else is asked of it. */
import type { HttpSettings } from './deps.ts';

const MIB = 2 ** 20;

export const DEFAULT_SETTINGS: HttpSettings = {
  serves: 'api',
  publicUrl: null,
  secureCookies: 'when-https',
  trustedProxies: [],
  maxUploadBytes: 2048 * MIB,
  maxArtifactBytes: 1024 * MIB,
  maxDefinitionBytes: 16 * MIB,
  requestsPerMinute: 6000,
  addressRequestsPerMinute: null,
  agentRequestsPerMinute: 60_000,
  maxConnections: 4096,
  headersSeconds: 20,
  bodySeconds: 60,
};

/** Of a body that is read whole: what a client says about itself or asks for. */
export const SMALL_BODY_BYTES = MIB;
/** A batch of results, with messages, stacks and outputs of tests. */
export const REPORT_BODY_BYTES = 64 * MIB;
/** One piece of a log. */
export const LOG_BODY_BYTES = 4 * MIB;

/** A connection on which nothing moves for this long is closed: idle, stalled in sending, or not reading. */
export const IDLE_CONNECTION_SECONDS = 120;
/** How often open requests are looked at whose caller may have lost the right, when nobody says so. */
export const RECHECK_SECONDS = 3;
/** How often slow connections are looked for. */
export const SLOWNESS_LOOK_SECONDS = 5;
/** How long more is taken, and thrown away, of a body whose request was answered before it had all come. */
export const REFUSED_BODY_SECONDS = 3;
/** For the slowest stream that still moves. */
export const REQUEST_SECONDS = 3600;
/** Cursors travel in addresses. */
export const MAX_HEADER_BYTES = 32 * 1024;
