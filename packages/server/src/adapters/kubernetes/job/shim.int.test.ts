import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { SHELLS, type Shell, type ShimStage, setShimStage } from '../../../testing/shim-stage.ts';

const missing = process.env.GAUNTLET_MISSING?.split(',') ?? [];
const open: ShimStage[] = [];

const stageOf = async (...args: Parameters<typeof setShimStage>) => {
  const stage = await setShimStage(...args);
  open.push(stage);
  return stage;
};

afterEach(async () => {
  for (const stage of open.splice(0)) await stage.close();
});

const quoted = (text: string) => `'${text.replaceAll("'", `'"'"'`)}'`;

/** What makes trouble in names, arguments and scripts. */
const ODD = [
  `it's "quoted" \`not run\` $(not run) \${HOME} $$ $1 \\ \\n`,
  'a\nb\n\n-n -e *',
  'ünïcödé ✓ 🜲  two  spaces\t',
  '!history & ; | < > # ~ %s %d [a-z]',
];

describe.skipIf(missing.includes('shells')).each(Object.keys(SHELLS) as Shell[])(
  'the shim in %s',
  (shell) => {
    it('runs commands in their order, each with its output and its exit code', async () => {
      const stage = await stageOf(shell);
      await stage.put('1.cmd', 'echo one; echo wrong >&2; exit 3');
      await stage.put('2.cmd', 'echo two');
      stage.begin();
      expect(await stage.exitOf(1)).toBe(3);
      expect(await stage.exitOf(2)).toBe(0);
      expect([await stage.read('1.out'), await stage.read('1.err')]).toEqual(['one\n', 'wrong\n']);
      expect(await stage.read('2.out')).toBe('two\n');
      await stage.put('3.cmd', 'kill -s KILL $$');
      expect(await stage.exitOf(3)).toBe(137);
      await stage.put('4.cmd', 'no-such-program');
      expect(await stage.exitOf(4)).toBe(127);
    });

    it('ends with the code that the agent says', async () => {
      const stage = await stageOf(shell);
      const shim = stage.begin();
      await stage.put('1.cmd', 'exit 0');
      await stage.exitOf(1);
      await stage.put('stop', '1\n');
      expect(await stage.ended(shim)).toBe(1);
    });

    it('shows output while a command still runs', async () => {
      const stage = await stageOf(shell);
      stage.begin();
      await stage.put(
        '1.cmd',
        `echo begun; until [ -e ${quoted(join(stage.folder, 'go'))} ]; do sleep 0.05; done; echo done`,
      );
      expect(await stage.waitFor('1.out')).toBe('begun\n');
      expect(stage.exists('1.exit')).toBe(false);
      await stage.put('go', '');
      expect(await stage.exitOf(1)).toBe(0);
      expect(await stage.read('1.out')).toBe('begun\ndone\n');
    });

    it('takes scripts, arguments and names as they are', async () => {
      const stage = await stageOf(shell);
      stage.begin();
      for (const [index, text] of ODD.entries()) {
        await stage.put(`${index + 1}.cmd`, `printf '%s' ${quoted(text)}; printf '%s' "$1$#" >&2`);
        expect(await stage.exitOf(index + 1)).toBe(0);
        expect(await stage.read(`${index + 1}.out`)).toBe(text);
        expect(await stage.read(`${index + 1}.err`)).toBe('0');
      }
      await stage.put(`${ODD.length + 1}.cmd`, `cat <<'END'\n${ODD.join('\n')}\nEND\ncat`);
      expect(await stage.exitOf(ODD.length + 1)).toBe(0); // and cat of no input came to its end
      expect(await stage.read(`${ODD.length + 1}.out`)).toBe(`${ODD.join('\n')}\n`);
    });

    it('keeps every byte of a large output', async () => {
      const stage = await stageOf(shell);
      stage.begin();
      await stage.put('1.cmd', 'head -c 50000000 /dev/zero; echo; head -c 3000000 /dev/zero >&2');
      expect(await stage.exitOf(1)).toBe(0);
      expect((await stage.read('1.out')).length).toBe(50_000_001);
      expect((await stage.read('1.err')).length).toBe(3_000_000);
      expect(stage.log).toEqual({ out: '', err: '' }); // the container's own log has nothing of it
    });

    it('never runs a command twice, whatever an agent that has begun again puts there', async () => {
      const stage = await stageOf(shell);
      stage.begin();
      const script = 'echo run; sleep 0.3';
      await stage.put('1.cmd', script);
      await stage.waitFor('1.out');
      await stage.put('1.cmd', script);
      expect(await stage.exitOf(1)).toBe(0);
      await stage.put('1.cmd', script);
      await stage.put('2.cmd', 'echo second');
      expect(await stage.exitOf(2)).toBe(0);
      expect(await stage.read('1.out')).toBe('run\n');
    });

    it('does not begin again, either, what a shim before it had begun', async () => {
      const stage = await stageOf(shell);
      const first = stage.begin();
      await stage.put('1.cmd', 'echo ended');
      await stage.exitOf(1);
      await stage.put('2.cmd', 'echo run; exec sleep 60');
      await stage.waitFor('2.out');
      first.kill('SIGKILL');
      await stage.ended(first);
      stage.begin();
      expect(await stage.exitOf(2)).toBe(255);
      await stage.put('3.cmd', 'echo third');
      expect(await stage.exitOf(3)).toBe(0);
      expect([await stage.read('1.out'), await stage.read('2.out')]).toEqual(['ended\n', 'run\n']);
      expect(await stage.exitOf(1)).toBe(0);
    });

    it('passes TERM on, waits for what the command does then, and ends with 143', async () => {
      const stage = await stageOf(shell);
      const shim = stage.begin();
      await stage.put(
        '1.cmd',
        "trap 'sleep 0.5; echo tidied; exit 5' TERM; echo ready; while :; do sleep 0.05; done",
      );
      await stage.put('2.cmd', 'echo never');
      await stage.waitFor('1.out');
      shim.kill('SIGTERM');
      expect(await stage.ended(shim)).toBe(143);
      expect(await stage.read('1.out')).toBe('ready\ntidied\n');
      expect(await stage.exitOf(1)).toBe(5);
      expect(stage.exists('terminating')).toBe(true);
      expect(stage.exists('2.started')).toBe(false);
    });

    it('ends with 143 when it is told to between two commands', async () => {
      const stage = await stageOf(shell);
      const shim = stage.begin();
      await stage.waitFor('shim');
      shim.kill('SIGTERM');
      expect(await stage.ended(shim)).toBe(143);
    });

    it('ends a command that the agent cancels, by KILL where TERM is not enough, and goes on', async () => {
      const stage = await stageOf(shell);
      stage.begin();
      await stage.put('1.cmd', 'echo ready; exec sleep 60');
      await stage.waitFor('1.out');
      await stage.put('1.cancel', '5\n');
      expect(await stage.exitOf(1)).toBe(143);
      await stage.put('2.cmd', "trap '' TERM; echo ready; while :; do sleep 0.05; done");
      await stage.waitFor('2.out');
      await stage.put('2.cancel', '0.3\n');
      expect(await stage.exitOf(2)).toBe(137);
      await stage.put('3.cmd', 'echo on');
      expect(await stage.exitOf(3)).toBe(0);
    });

    it('prints to the log of the container when the agent has fallen silent, and not before', async () => {
      const stage = await stageOf(shell, { silence: 4 });
      stage.begin();
      await stage.put('beat', '0\n');
      await stage.put(
        '1.cmd',
        `echo seen; echo wrong >&2; until [ -e ${quoted(join(stage.folder, 'go'))} ]; do sleep 0.05; done; echo end`,
      );
      await stage.waitFor('1.out');
      for (let beat = 1; beat < 8; beat += 1) {
        await stage.put('beat', `${beat}\n`);
        await pause(300);
      }
      expect(stage.log.out).toBe('');
      await expect.poll(() => stage.log.out, { timeout: 15_000 }).toBe('seen\n');
      await expect
        .poll(() => stage.log.err)
        .toBe('gauntlet: the agent is silent; what command 1 prints follows here\nwrong\n');
      await stage.put('go', '');
      expect(await stage.exitOf(1)).toBe(0);
      expect(stage.log.out).toBe('seen\nend\n');
    });

    it('shows that it lives, between commands and while one runs', async () => {
      const stage = await stageOf(shell);
      stage.begin();
      await stage.waitFor('pulse', /^1 \d+\n$/);
      await stage.put('1.cmd', 'exit 0');
      await stage.exitOf(1);
      await stage.put('2.cmd', 'exec sleep 60');
      const first = await stage.waitFor('pulse', /^2 \d+\n$/);
      await expect.poll(() => stage.read('pulse'), { timeout: 15_000 }).not.toBe(first);
      await stage.put('2.cancel', '0\n');
      await stage.exitOf(2);
    });

    it('misses the end of no command, however short', async () => {
      const stage = await stageOf(shell);
      stage.begin();
      for (let number = 1; number <= 60; number += 1) await stage.put(`${number}.cmd`, `exit ${number}`);
      for (let number = 1; number <= 60; number += 1) expect(await stage.exitOf(number)).toBe(number);
    });

    it('needs nothing of the image but a shell', async () => {
      const stage = await stageOf(shell, { tools: [] });
      const shim = stage.begin();
      await stage.put('1.cmd', 'echo bare; exit 4');
      expect(await stage.exitOf(1)).toBe(4);
      expect(await stage.read('1.out')).toBe('bare\n');
      await stage.put('stop', '0\n');
      expect(await stage.ended(shim)).toBe(0);
    });
  },
);

describe
  .skipIf(missing.includes('shells') || missing.includes('namespaces'))
  .each(Object.keys(SHELLS) as Shell[])('the shim as process 1, in %s', (shell) => {
  it('passes TERM to everything the command has started, wherever it has gone', async () => {
    const stage = await stageOf(shell, { asInit: true });
    const shim = stage.begin();
    const caught = join(stage.root, 'caught');
    const daemon = `trap 'echo caught > ${quoted(caught)}; exit' TERM; echo up; while :; do sleep 0.05; done`;
    await stage.put(
      '1.cmd',
      `trap 'sleep 1; exit 6' TERM; (sh -c ${quoted(daemon)} &) ; while :; do sleep 0.05; done`,
    );
    await stage.waitFor('1.out');
    expect(await stage.read('shim')).toBe('1\n');
    process.kill(await stage.pidOf(shim), 'SIGTERM');
    expect(await stage.ended(shim)).toBe(143);
    expect(await stage.exitOf(1)).toBe(6);
    expect(existsSync(caught)).toBe(true);
  });

  it('ends what a command has left running before it tells the exit code', async () => {
    const stage = await stageOf(shell, { asInit: true });
    stage.begin();
    const [told, ready] = [join(stage.root, 'told'), join(stage.root, 'ready')];
    const left = join(stage.root, 'left');
    const orderly = `trap 'echo told > ${quoted(told)}; exit' TERM; echo up > ${quoted(ready)}; while :; do sleep 0.05; done`;
    const stubborn = `trap '' TERM; echo up; while :; do echo on > ${quoted(left)}; sleep 0.05; done`;
    const both = `(sh -c ${quoted(orderly)} &) ; (sh -c ${quoted(stubborn)} &)`;
    const areReady = `[ -e ${quoted(left)} ] && [ -e ${quoted(ready)} ]`;
    await stage.put('1.cmd', `${both}; until ${areReady}; do sleep 0.05; done; exit 7`);
    expect(await stage.exitOf(1)).toBe(7);
    expect(existsSync(told)).toBe(true);
    await rm(left);
    await stage.put('2.cmd', 'sleep 0.5; echo alone');
    expect(await stage.exitOf(2)).toBe(0);
    expect(existsSync(left)).toBe(false);
  });

  it('survives what a command does to everything it can reach, and ends what it cancels as a whole', async () => {
    const stage = await stageOf(shell, { asInit: true });
    const shim = stage.begin();
    await stage.put('1.cmd', 'kill -s KILL -- -1; kill -s KILL $$');
    expect(await stage.exitOf(1)).toBe(137);
    const left = join(stage.root, 'left');
    const stubborn = `trap '' TERM; echo up; sleep 3; echo left > ${quoted(left)}`;
    await stage.put('2.cmd', `(sh -c ${quoted(stubborn)} &) ; trap '' TERM; while :; do sleep 0.05; done`);
    await stage.waitFor('2.out');
    await stage.put('2.cancel', '0.3\n');
    expect(await stage.exitOf(2)).toBe(137);
    await stage.put('3.cmd', 'sleep 3');
    expect(await stage.exitOf(3)).toBe(0);
    expect(existsSync(left)).toBe(false);
    await stage.put('stop', '0\n');
    expect(await stage.ended(shim)).toBe(0);
  });
});
