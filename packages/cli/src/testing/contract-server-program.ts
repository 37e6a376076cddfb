/** The contract server as a program, started as the real server is: `up --data-dir D [--port N]`. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startContractServer } from './contract-server.ts';
import { passingSuite } from './suites.ts';

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    'data-dir': { type: 'string' },
    port: { type: 'string' },
    host: { type: 'string' },
    'idle-exit-seconds': { type: 'string' },
    'log-level': { type: 'string' },
  },
});
const dataDir = values['data-dir'] ?? '.';
if (process.env.GAUNTLET_TEST_SERVER === 'dies') {
  process.stdout.write('{"level":30,"msg":"looking for the database"}\n');
  process.stdout.write(
    '{"level":60,"msg":"the database did not start","err":{"message":"initdb: no room"}}\n',
  );
  process.exit(1);
}
if (process.env.GAUNTLET_TEST_SERVER === 'never-ready') {
  process.stdout.write(`process ${process.pid}\n`);
  await new Promise((resolve) => setTimeout(resolve, 600_000));
}
const server = await startContractServer({
  suite: passingSuite,
  port: Number(values.port ?? 0),
  token: 'gtl_own',
});
await mkdir(dataDir, { recursive: true });
const file = {
  url: server.url,
  pid: process.pid,
  processStartedAt: new Date().toISOString(),
  version: '0.1.0',
  token: server.token,
  startedAt: new Date().toISOString(),
};
await writeFile(join(dataDir, 'server.json'), JSON.stringify(file), { mode: 0o600 });
const stop = async () => {
  await rm(join(dataDir, 'server.json'), { force: true });
  await server.close();
  process.exit(0);
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
process.stdout.write(
  `Gauntlet is serving at ${server.url}\nSign in once, as admin: ${server.url}/signin?code=gsi_abc\n`,
);
