import { describe, expect, it } from 'vitest';
import { type ProcessRow, parseProcStat, parsePsTable } from './process-table.ts';
import { chooseMembers } from './process-tree.ts';

const row = (pid: number, parentPid: number, groupId: number, startTicks = 100): ProcessRow => ({
  pid,
  parentPid,
  groupId,
  state: 'alive',
  startTicks,
});
const nobody = () => false;

describe('the process table', () => {
  it('is read right when a name holds spaces, parentheses and numbers', () => {
    const stat = `42 (a) R 1 (x) S 7 40 40 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 98765 0 0`;
    expect(parseProcStat(stat)).toEqual(row(42, 7, 40, 98765));
  });

  it('tells zombies', () => {
    const stat = `42 (sh) Z 7 40 40 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 98765 0 0`;
    expect(parseProcStat(stat)?.state).toBe('zombie');
  });

  it('refuses a cut-off row', () => {
    expect(parseProcStat('42 (sh) S 7')).toBeNull();
  });

  it('is read from ps where there is no /proc, without zombies', () => {
    expect(parsePsTable('    1     0     1 Ss\n  501     1   501 S+\n  502   501   501 Z\n')).toEqual([
      row(1, 0, 1, 0),
      row(501, 1, 501, 0),
    ]);
  });
});

describe('the members of a tree', () => {
  it('are its group, the marked, and the descendants of both', () => {
    const table = [
      row(10, 1, 10),
      row(11, 10, 10),
      row(20, 1, 20),
      row(21, 20, 21),
      row(22, 21, 22),
      row(30, 1, 30),
    ];
    const members = chooseMembers(table, { leader: 10, mark: 'm' }, (it) => it.pid === 20, 999);
    expect(members.sort()).toEqual([10, 11, 20, 21, 22]);
  });

  it('are found whatever the order of the table', () => {
    const table = [row(13, 12, 13), row(12, 11, 12), row(11, 10, 11), row(10, 1, 10)];
    expect(chooseMembers(table, { leader: 10 }, nobody, 999).sort()).toEqual([10, 11, 12, 13]);
  });

  it('are never older than the tree, so a reused group id of an older process is left alone', () => {
    const table = [row(10, 1, 10, 50), row(11, 1, 10, 200)];
    expect(chooseMembers(table, { leader: 10, startTicks: 100 }, nobody, 999)).toEqual([11]);
  });

  it('never hold init or whoever asks', () => {
    const table = [row(1, 0, 1), row(10, 1, 10), row(11, 10, 10)];
    expect(chooseMembers(table, { leader: 1, mark: 'm' }, () => true, 10)).toEqual([11]);
  });
});
