import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SHIM_SCRIPT } from '../../../server/src/adapters/kubernetes/job/shim-script.ts';
import { type Channel, openChannel } from '../channel/channel.ts';
import { hasContainers, type ShimContainer, startShim } from '../testing/shim-container.ts';
import { itKeepsTheContractOfCommandHosts } from './command-host.contract.ts';
import { LOCAL_HOST } from './local-host.ts';

const top = realpathSync(mkdtempSync(join(tmpdir(), 'gauntlet-hosts-')));
afterAll(() => rmSync(top, { recursive: true, force: true, maxRetries: 5 }));

let folder: string;
let count = 0;
beforeEach(() => {
  count += 1;
  folder = join(top, String(count));
  mkdirSync(folder);
});

describe('this host', () => {
  itKeepsTheContractOfCommandHosts(() => ({ host: LOCAL_HOST, folder, path: '/usr/bin:/bin' }));
});

describe.skipIf(!hasContainers).each(['dash', 'busybox', 'bash'])(
  'a container behind the channel, with %s',
  (shell) => {
    let container: ShimContainer;
    let channel: Channel;
    const spoiled: string[] = [];

    beforeEach(async () => {
      spoiled.length = 0;
      const [channelFolder, stateFolder] = [join(folder, 'a channel'), join(folder, 'state')];
      for (const made of [channelFolder, stateFolder, join(folder, 'root')]) mkdirSync(made);
      const nobody = new AbortController().signal;
      container = startShim({
        ...{ script: SHIM_SCRIPT, shell: `/bin/${shell}`, channelFolder, rootFolder: join(folder, 'root') },
      });
      channel = await openChannel({
        ...{ folder: channelFolder, stateFolder, stop: nobody, containerEnded: nobody },
        onTerminating: () => spoiled.push('terminating'),
        onSpoiled: (why) => spoiled.push(why),
      });
    });
    afterEach(async () => {
      channel.close();
      await container.close();
      expect(spoiled).toEqual([]);
    });

    itKeepsTheContractOfCommandHosts(() => ({
      ...{ host: channel, folder },
      path: `${join(folder, 'root/bin')}:/usr/bin:/bin`,
    }));

    it('tells the values of the container, and ends it with the code it is told', async () => {
      const { PATH } = await channel.readVariables(['PATH', 'NOT_SET']);
      expect(PATH).toBe(`${join(folder, 'root/bin')}:/usr/bin:/bin`);
      await channel.end(7);
      expect(await container.ended).toBe(7);
      expect(container.log()).toBe('');
    });
  },
);
