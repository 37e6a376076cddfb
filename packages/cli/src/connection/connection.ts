import type { Address } from './api-client.ts';

/** How a server was found, which also says what it lets us do. */
type ConnectionSource =
  /** --server or GAUNTLET_URL */
  | 'option'
  /** stored by `gauntlet login` */
  | 'login'
  /** this host's own server, by its server.json */
  | 'server-file';

export type Connection = {
  /** Changes when the server came back under another address. */
  readonly address: Address;
  readonly source: ConnectionSource;
  readonly dataDir: string;
  /** The id of the project that is worked in where none is named, by the profile. Null: none. */
  readonly defaultProject: string | null;
  /**
   * Called after contact was lost: finds the server again where that is possible.
   * @param silentMs for how long nothing was heard
   */
  renew: (silentMs: number) => Promise<void>;
};

/** Whether the server sees the same files as this program does. */
export const isThisHost = (connection: Connection) => connection.source === 'server-file';

export const fixedConnection = (
  address: Address,
  source: 'option' | 'login',
  dataDir: string,
  defaultProject: string | null = null,
): Connection => ({
  address,
  source,
  dataDir,
  defaultProject,
  renew: async () => undefined,
});
