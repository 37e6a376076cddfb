import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSeal } from '../adapters/node-crypto/seal.ts';
import { createPostgresSealedRows, SEALED_TABLES } from '../adapters/postgres/sealed-rows.ts';
import { createPostgresSecretVault } from '../adapters/postgres/secret-vault.ts';
import { createPostgresSigningKeys } from '../adapters/postgres/signing-keys.ts';
import { createStage, type Stage } from '../testing/execution-stage.ts';
import { createMemoryKeyRing, newKey } from '../testing/memory-key-ring.ts';
import { type RotateKeyDeps, rotateSecretKey } from './rotate-secret-key.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await createStage();
});
afterEach(() => stage.close());

type Shelf = Pick<Stage['secrets'], 'save'>;
const saveIn = (secrets: Shelf, name: string, value: string) =>
  stage.inTransaction((tx) => secrets.save(tx, stage.actor, name, value));
const save = (name: string, value = `value of ${name}`) => saveIn(stage.secrets, name, value);
const names = (count: number) => Array.from({ length: count }, (_, index) => `S${index}`);
const saveAll = async (count: number) => {
  for (const name of names(count)) await save(name);
};
const reveal = async (wanted: readonly string[]) => {
  const revealed = await stage.secrets.reveal(stage.actor, wanted);
  return Object.fromEntries(
    [...revealed].map(([name, { value }]) => [name, value.ok ? value.value : value.error.code]),
  );
};
const expectAll = async (count: number) =>
  expect(await reveal(names(count))).toEqual(
    Object.fromEntries(names(count).map((name) => [name, `value of ${name}`])),
  );
const rotate = async (
  step: 'rotate' | 'resume' | 'drop-old' = 'rotate',
  deps: Partial<RotateKeyDeps> = {},
) => {
  const done = await rotateSecretKey({ ...stage, ...deps }, stage.actor, step);
  if (!done.ok) throw new Error(`${done.error.code}: ${done.error.message}`);
  return done.value;
};
const ringIds = () => stage.keyRing.keys.map(({ keyId }) => keyId);
const acts = async () => {
  const stream = await stage.events.readStream(`audit-${stage.actor.teamId}`, 0, 100);
  return stream
    .map(({ data }) => data as { action: string; target: { kind: string }; detail: { step: string } })
    .filter(({ target }) => target.kind === 'secret-key');
};

describe('a rotation', () => {
  it('seals every row with a new key, batch by batch, keeps the old key, and tells of it', async () => {
    await saveAll(205);
    const [old] = ringIds();
    const done = await rotate();
    expect(done).toMatchObject({ source: 'file', added: done.keyId, resealed: 206, sealed: 206, stuck: [] });
    expect(done.oldKeys).toEqual([{ keyId: old, rows: 0 }]);
    expect(ringIds()).toEqual([done.keyId, old]);
    await expectAll(205);
    // One of the rows was the key that signs sessions.
    expect(await stage.signingKeys.listGood(stage.clock.now())).toHaveLength(1);
    expect(await acts()).toMatchObject([
      { action: 'key.rotate', detail: { step: 'rotate', keyIds: [done.keyId] } },
    ]);
  });

  it('lets the old key be dropped once no row needs it, and not before', async () => {
    await saveAll(3);
    const [old] = ringIds();
    const fresh = await stage.keyRing.file.addFirst();
    await expect(rotate('drop-old')).rejects.toThrow(`key-in-use: Still sealed by an old key: 4 by ${old}`);
    expect(ringIds()).toEqual([fresh, old]);
    expect(await rotate('resume')).toMatchObject({ added: null, resealed: 4, keyId: fresh });
    expect(await rotate('drop-old')).toMatchObject({ dropped: [old], oldKeys: [] });
    expect(ringIds()).toEqual([fresh]);
    await expectAll(3);
    expect((await acts()).map(({ detail }) => detail.step)).toEqual(['resume', 'drop-old']);
  });

  it('of keys from the environment takes the first of them, and drops none', async () => {
    await saveAll(2);
    stage.keyRing.keys = [newKey(), ...stage.keyRing.keys];
    const given = {
      keyFile: null,
      keyRing: { ...stage.keyRing, source: 'environment', read: stage.keyRing.read },
    } as const;
    expect(await rotate('rotate', given)).toMatchObject({ source: 'environment', added: null, resealed: 3 });
    await expect(rotate('drop-old', given)).rejects.toThrow('GAUNTLET_SECRET_KEY');
    expect(ringIds()).toHaveLength(2);
  });

  it('passes over what no key opens, names it, and leaves it as it is', async () => {
    await saveAll(2);
    const [lost] = stage.keyRing.keys;
    stage.keyRing.keys = [newKey()];
    const stranger = createPostgresSecretVault(stage.database, stage.ids, createSeal(stage.keyRing));
    await saveIn(stranger, 'S2', 'value of S2');
    // As after a new start: a server remembers the keys that it has seen in the file.
    const sealedRows = createPostgresSealedRows(stage.database, createSeal(stage.keyRing));
    const done = await rotate('rotate', { sealedRows });
    expect(done).toMatchObject({ resealed: 1, sealed: 1 });
    expect(done.stuck.map(({ what, keyId }) => [what, keyId]).sort()).toEqual([
      ['the secret "S0"', lost?.keyId],
      ['the secret "S1"', lost?.keyId],
      [expect.stringContaining('the signing key'), lost?.keyId],
    ]);
    const signingKeys = createPostgresSigningKeys(stage.database, createSeal(stage.keyRing));
    await expect(signingKeys.listGood(stage.clock.now())).rejects.toThrow(`the key ${lost?.keyId}`);
    if (lost) stage.keyRing.keys.push(lost);
    await expectAll(3);
  });
});

describe('nothing is lost', () => {
  it('when the server dies between any two steps', async () => {
    await saveAll(4);
    let deaths = 0;
    for (let fatal = 1; ; fatal += 1) {
      let steps = 0;
      const step = async <Value>(work: () => Promise<Value>): Promise<Value> => {
        steps += 1;
        if (steps === fatal) throw new Error('killed');
        return work();
      };
      const { file } = stage.keyRing;
      const { sealedRows } = stage;
      const seal = createSeal(stage.keyRing);
      const dying = createPostgresSealedRows(stage.database, {
        open: (sealed, place) => step(() => seal.open(sealed, place)),
        seal: (plain, place) => step(() => seal.seal(plain, place)),
      });
      const outcome = await rotateSecretKey(
        {
          ...stage,
          keyFile: {
            addFirst: () => step(() => file.addFirst().then((id) => step(async () => id))),
            drop: file.drop,
          },
          sealedRows: {
            closeRing: (tx) => step(() => sealedRows.closeRing(tx)),
            countByKey: (tx) => step(() => sealedRows.countByKey(tx)),
            // One row at a time, so that there is a step between any two of them.
            reseal: (keyId, after) => step(() => dying.reseal(keyId, after, 1)),
          },
        },
        stage.actor,
        'rotate',
      ).catch(() => null);
      await expectAll(4);
      if (outcome !== null) break;
      deaths += 1;
    }
    expect(deaths).toBeGreaterThan(15);
    expect((await rotate('resume')).oldKeys.every(({ rows }) => rows === 0)).toBe(true);
    await rotate('drop-old');
    expect(ringIds()).toHaveLength(1);
    await expectAll(4);
  });

  it('of what is written meanwhile, by this server and by one that knows the old ring only', async () => {
    await saveAll(150);
    const stale = createMemoryKeyRing([...stage.keyRing.keys]);
    const other = createPostgresSecretVault(stage.database, stage.ids, createSeal(stale));
    const written = names(150).map((name, index) =>
      saveIn(index % 2 ? stage.secrets : other, name, `again ${name}`),
    );
    await Promise.all([rotate(), ...written]);
    const expected = Object.fromEntries(names(150).map((name) => [name, `again ${name}`]));
    expect(await reveal(names(150))).toEqual(expected);
    await rotate('resume');
    await rotate('drop-old');
    expect(await reveal(names(150))).toEqual(expected);
  });

  it('of what is being written while an old key is dropped', async () => {
    for (let round = 0; round < 5; round += 1) {
      await rotate();
      const writing = names(20).map((name) => save(name, `${name} ${round}`));
      const dropping = Promise.all([rotate('drop-old'), rotate('drop-old')]);
      await Promise.all([...writing, dropping]);
      expect(ringIds()).toHaveLength(1);
      expect(await reveal(names(20))).toEqual(
        Object.fromEntries(names(20).map((name) => [name, `${name} ${round}`])),
      );
    }
  });

  it('by two rotations at once', async () => {
    await saveAll(120);
    const old = ringIds();
    await Promise.all([rotate(), rotate()]);
    expect(ringIds()).toHaveLength(3);
    expect(ringIds()).toEqual(expect.arrayContaining(old));
    await expectAll(120);
  });
});

it('every table with a key id is among those that are sealed anew', async () => {
  const { rows } = await sql<{ table: string }>`
    select table_name as table from information_schema.columns
    where table_schema = 'public' and column_name = 'key_id' order by table_name`.execute(stage.database);
  expect(rows.map(({ table }) => table)).toEqual(SEALED_TABLES.map(({ table }) => table).sort());
});
