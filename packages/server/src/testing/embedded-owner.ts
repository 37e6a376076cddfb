/** A program that owns an embedded PostgreSQL until it is killed: says what came of it on one line. */
import { startEmbeddedPostgres } from '../adapters/postgres/embedded.ts';
import { silentLog } from './silent-log.ts';

const dataFolder = process.argv[2];
if (!dataFolder) throw new Error('usage: embedded-owner.ts DATA_FOLDER');
const started = await startEmbeddedPostgres({ dataFolder, log: silentLog });
process.stdout.write(`${JSON.stringify(started)}\n`);
if (started.ok) setInterval(() => undefined, 60_000);
