/** The container of the tests as a place for commands: what is asked of it goes through the channel. */
import type { CommandHost, WhichOf } from '../process/command-host.ts';
import { ABORTED, type ChannelOptions, CommandLane } from './command-lane.ts';
import { openCommandNumbers } from './command-numbers.ts';
import { scriptCommand, scriptLookup, scriptVariables } from './command-script.ts';
import { explainRefused } from './explain-refused.ts';
import { keepBeating } from './keep-beating.ts';

export type Channel = CommandHost & {
  /** The values that the container's own environment has for these; what it has besides is not asked for. */
  readVariables: (names: readonly string[]) => Promise<Record<string, string>>;
  /** Tells the container to end, once what runs has ended. */
  end: (exitCode: number) => Promise<void>;
  close: () => void;
};

type Ask = (script: string) => Promise<string | null>;

const LOOKUP_SECONDS = 30;

export const openChannel = async (options: ChannelOptions): Promise<Channel> => {
  const lane = new CommandLane(options, await openCommandNumbers(options.stateFolder));
  const beat = keepBeating(options.folder);
  await lane.settle();
  const ask = askBy(lane);
  /** Written into no command: it is there already. */
  const inPlace: Record<string, string> = {};
  return {
    runProcess: async (order) => {
      const texts = [...order.command, order.cwd, ...Object.values(order.environment)];
      if (texts.some((text) => text.includes('\0')))
        return { ...ABORTED, ended: 'not-started', error: 'The command or its environment holds a NUL.' };
      const end = await lane.run({ ...order, write: (refused) => scriptCommand(order, inPlace, refused) });
      return end.error === undefined ? end : { ...end, error: explainRefused(order, end.error) };
    },
    whichOf: lookUpBy(ask),
    readVariables: async (names) => {
      const pairs = ((await ask(scriptVariables(names))) ?? '').split('\0').filter(Boolean);
      for (const pair of pairs) inPlace[pair.slice(0, pair.indexOf('='))] = pair.slice(pair.indexOf('=') + 1);
      return { ...inPlace };
    },
    end: (exitCode) => lane.end(exitCode),
    close: beat.end,
  };
};

/** What a script of ours prints; null where it did not come to its end. */
const askBy =
  (lane: CommandLane): Ask =>
  async (script) => {
    let said = '';
    const end = await lane.run({
      write: () => script,
      ...{ timeoutSeconds: LOOKUP_SECONDS, graceSeconds: 1 },
      onOutput: (chunk, stream) => {
        if (stream === 'stdout') said += chunk;
      },
    });
    return end.ended === 'exited' && end.exitCode === 0 ? said : null;
  };

/** What was found is not looked for again; what was not may have been installed since. */
const lookUpBy = (ask: Ask): WhichOf => {
  const known = new Map<string, string>();
  return async (lists, { PATH }) => {
    const wanted = lists.map((list) => ({ list, key: JSON.stringify([list, PATH]) }));
    const open = wanted.filter(({ key }) => !known.has(key));
    const script = scriptLookup(
      open.map(({ list }) => list),
      PATH,
    );
    const said = open.length > 0 ? await ask(script) : null;
    const lines = said?.split('\n') ?? [];
    for (const [index, { key }] of open.entries()) if (lines[index]) known.set(key, lines[index]);
    return wanted.map(({ key }) => known.get(key));
  };
};
