import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { commands, startExecution } from './execution.ts';
import { launchAgent } from './launch-agent.ts';
import { join } from 'node:path';
import { mkdirSync } from 'node:fs';

const all: number[] = [];
for (let i = 0; i < 12; i++) {
  const execution = await startExecution(commands({ first: 'date +%s%N > "$OUT"' }));
  execution.state.assignment.definition.environment.OUT = join(execution.folder, 'out');
  const group = execution.addGroup('lead');
  const agent = launchAgent(null);
  await pause(3000);
  mkdirSync(join(execution.folder, 'cache'));
  const line = { url: execution.server.url(), token: group.token, workFolder: execution.workFolder(group), preparedFolder: join(execution.folder, 'prepared'), cacheFolder: join(execution.folder, 'cache') };
  const times: string[] = [];
  const started = performance.timeOrigin + performance.now();
  execution.server.faultFor = (path) => { times.push(`${path.split('/').pop()}@${(performance.timeOrigin + performance.now() - started).toFixed(0)}`); return null; };
  agent.child.stdin?.end(`${JSON.stringify(line)}\n`);
  const code = await agent.exited;
  const first = Number(readFileSync(join(execution.folder, 'out'), 'utf8')) / 1e6;
  all.push(first - started);
  console.log(code, (first - started).toFixed(1), 'exit', (performance.timeOrigin + performance.now() - started).toFixed(1), times.join(' '));
  await execution.end();
}
all.sort((a, b) => a - b);
console.log('min', all[0], 'median', all[6]);
