import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificate } from '../testing/kubernetes/make-certificate.ts';
import { readAgentCa } from './agent-ca.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gauntlet-ca-'));
});
afterAll(() => rm(folder, { recursive: true }));

const holding = async (text: string) => {
  const file = join(folder, 'ca.pem');
  await writeFile(file, text);
  return readAgentCa(file);
};

describe('the authorities of agents', () => {
  it('are none, or what the file holds', async () => {
    expect(await readAgentCa(null)).toEqual({ ok: true, value: null });
    const both = makeCertificate('one').cert + makeCertificate('two').cert;
    expect(await holding(both)).toEqual({ ok: true, value: both });
  });

  it('are refused at the start where the file is not there, holds something else, or too much', async () => {
    const { cert } = makeCertificate('one');
    const messages = [
      await readAgentCa(join(folder, 'none.pem')),
      await holding('-----BEGIN CERTIFICATE-----'),
      await holding(cert.repeat(200)),
    ].map((read) => (read.ok ? '' : read.error.message));
    expect(messages).toEqual([
      expect.stringMatching(/GAUNTLET_AGENT_CA_FILE: .*none\.pem cannot be read/),
      expect.stringContaining('holds no certificates'),
      expect.stringContaining('more than 65536 bytes'),
    ]);
  });

  it('are refused with a private key, wherever in the file it is: every test pod would get it', async () => {
    const { cert, key } = makeCertificate('one');
    for (const text of [cert + key, key + cert, key])
      expect(await holding(text)).toMatchObject({
        error: { code: 'bad-option', message: expect.stringContaining('holds a private key') },
      });
  });
});
