import { collectPatterns, type Patterns } from '@gauntlet/core/masking';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundName, boundText } from '../reports/bound-text.ts';
import { createMasker } from './masker.ts';

const mask = (secret: string, text: string) => createMasker([secret]).maskText(text);
const SECRET = 'p@ss/w+rd é"x"';

describe('a secret is masked', () => {
  it('as it is, anywhere', () => {
    expect(mask('hunter22', 'a hunter22, "hunter22"!')).toBe('a ***, "***"!');
  });

  it.each([0, 1, 2, 3, 4, 5])('in base64 when %i bytes come before it', (lead) => {
    const text = Buffer.from(`${'u'.repeat(lead)}hunter22-long:tail`).toString('base64');
    const masked = mask('hunter22-long', `Basic ${text}`);
    expect(masked).toMatch(/^Basic .*\*\*\*/);
    // 13 bytes fill 17 1/3 characters; only those shared with a neighbour at either side may stay.
    const visible = masked.slice('Basic '.length).split('***').join('');
    expect(text.length - visible.length).toBeGreaterThanOrEqual(16);
  });

  it('in URL-safe base64', () => {
    const secret = '\u00ff\u00fe\u00fd>>>???~~~';
    const standard = Buffer.from(secret).toString('base64');
    expect(standard).toMatch(/[+/]/);
    expect(mask(secret, `t=${Buffer.from(secret).toString('base64url')};`)).toBe('t=***;');
    expect(mask(secret, `t=${standard};`)).toBe('t=***;');
  });

  it('in base64 that is broken into lines', () => {
    const key = Array.from({ length: 40 }, (_, i) => `chunk-${i}`).join('.');
    const wrapped = (
      Buffer.from(key)
        .toString('base64')
        .match(/.{1,76}/g) ?? []
    ).join('\n');
    const masked = mask(key, wrapped);
    expect(masked.replaceAll(/\*\*\*|\n/g, '').length).toBeLessThanOrEqual(4);
  });

  it.each([0, 1, 2, 3])('in base64 that is broken into lines, when %i bytes come before it', (lead) => {
    const secret = 'a-token-that-crosses-the-line';
    const text = Buffer.from(`${'u'.repeat(lead + 45)}${secret}, and what follows`).toString('base64');
    for (const end of ['\n', '\r\n']) {
      const masked = mask(secret, (text.match(/.{1,64}/g) ?? []).join(end));
      const visible = Buffer.from(masked.replaceAll('***', ''), 'base64').toString('latin1');
      expect(masked).toContain('***');
      for (const part of ['a-tok', 'that', 'crosses', 'the-line']) expect(visible).not.toContain(part);
    }
  });

  it('where a text was cut in the middle of it, and says so', () => {
    const cut = boundText(`token ${'x'.repeat(90)}hunter22-long`, 100);
    expect(cut).toContain('xhunt\n[cut');
    expect(mask('hunter22-long', `${cut}, and hunt`)).toBe(
      `token ${'x'.repeat(90)}***\n[cut: longer than 100 bytes], and hunt`,
    );
    const name = boundName(`${'x'.repeat(90)}hunter22-long`, 95);
    expect(mask('hunter22-long', name)).toMatch(/^x{90}\*{3}… \[cut: 103 bytes, sha256 /);
  });

  it('URL-encoded, in upper and lower hex, and as a form writes it', () => {
    expect(mask(SECRET, `x?t=${encodeURIComponent(SECRET)}&u`)).toBe('x?t=***&u');
    expect(mask(SECRET, `t=${encodeURIComponent(SECRET).replaceAll(/%../g, (h) => h.toLowerCase())}&u`)).toBe(
      't=***&u',
    );
    expect(mask(SECRET, new URLSearchParams({ t: SECRET }).toString())).toBe('t=***');
    expect(mask(SECRET, encodeURI(SECRET))).toBe('***');
  });

  it('escaped for JSON, also twice, also by encoders that keep to ASCII', () => {
    expect(mask(SECRET, JSON.stringify({ t: SECRET }))).toBe('{"t":"***"}');
    expect(mask(SECRET, JSON.stringify(JSON.stringify({ t: SECRET })))).toBe(String.raw`"{\"t\":\"***\"}"`);
    expect(mask(SECRET, String.raw`p@ss/w+rd \u00e9\"x\"`)).toBe('***');
  });

  it('escaped for XML', () => {
    expect(mask('a<b>&"c"', '<e m="a&lt;b&gt;&amp;&quot;c&quot;"/>')).toBe('<e m="***"/>');
  });

  it('line by line when it has several, with any line ends', () => {
    const key = 'first-line-1\nsecond-line\nab\nlast-line-xx\n';
    expect(mask(key, 'at second-line and last-line-xx, not ab')).toBe('at *** and ***, not ab');
    expect(mask(key, key.trim().replaceAll('\n', '\r\n'))).toBe('***');
  });

  it('without the line end that came with it from a file', () => {
    expect(mask('token-123\n', 'use token-123 now')).toBe('use *** now');
  });

  it('only as it is when it is shorter than 4 characters', () => {
    expect(mask('ab+', 'ab+ ab%2B YWIr')).toBe('*** ab%2B YWIr');
    expect(mask('ab\n', 'ab here')).toBe('ab here');
  });

  it('whole when occurrences overlap', () => {
    expect(createMasker(['abcdef', 'defghi']).maskText('xabcdefghiy')).toBe('x***y');
    expect(createMasker(['abcd', 'abcdefgh']).maskText('abcdefgh abcdef')).toBe('*** ***ef');
  });

  it('never when it is empty', () => {
    expect(createMasker(['', '\n']).maskText('some text')).toBe('some text');
  });
});

describe('values', () => {
  it('are masked at any depth, keys included, and are otherwise what they were', () => {
    const value = { 'k-hunter22': ['hunter22', 5, null, { n: true, s: 'ok hunter22' }], u: undefined };
    expect(createMasker(['hunter22']).maskDeep(value)).toEqual({
      'k-***': ['***', 5, null, { n: true, s: 'ok ***' }],
      u: undefined,
    });
    expect(value.u).toBeUndefined();
    expect(value['k-hunter22'][0]).toBe('hunter22');
  });

  it('without a secret in them come back unharmed, even half characters', () => {
    expect(createMasker(['hunter22']).maskText('half \ud83d and \u0000')).toBe('half \ud83d and \u0000');
  });
});

/** Few letters, so that secrets overlap each other and themselves; no `*`, which is what masks are made of. */
const secretText = fc.string({
  unit: fc.constantFrom('a', 'b', 'é', '/', '\n', '"'),
  minLength: 4,
  maxLength: 12,
});
const allOf = ({ plain, breakable }: Patterns) => [...plain, ...breakable];

/** With a line end somewhere in it, or two. */
const broken = (pattern: Buffer) =>
  fc
    .tuple(fc.nat(pattern.length), fc.constantFrom('\n', '\r\n', '\n\n', '\n\n\n'))
    .map(([at, end]) => Buffer.concat([pattern.subarray(0, at), Buffer.from(end), pattern.subarray(at)]));

const secretsWithText = fc.array(secretText, { minLength: 1, maxLength: 3 }).chain((secrets) =>
  fc.record({
    secrets: fc.constant(secrets),
    text: fc
      .array(
        fc.oneof(
          fc.constantFrom(...allOf(collectPatterns(secrets))),
          fc.constantFrom(...collectPatterns(secrets).breakable).chain(broken),
          fc.constantFrom(...secrets).map((secret) => Buffer.from(secret.slice(0, 3))),
          fc
            .string({ unit: fc.constantFrom('a', 'b', 'Y', '%', '\\', ' '), maxLength: 4 })
            .map((it) => Buffer.from(it)),
        ),
        { maxLength: 12 },
      )
      .map((parts) => Buffer.concat(parts)),
  }),
);

/** The definition, slowly: every byte that belongs to an occurrence is covered; a run becomes one mask. */
const maskSlowly = ({ plain, breakable }: Patterns, text: Buffer): string => {
  const covered = new Uint8Array(text.length);
  for (const pattern of plain)
    for (let at = text.indexOf(pattern); at !== -1; at = text.indexOf(pattern, at + 1))
      covered.fill(1, at, at + pattern.length);
  const whole = text.toString('latin1');
  for (const pattern of breakable) {
    const letters = [...pattern.toString('latin1')].map((letter) => letter.replace('+', '\\+'));
    for (const { index, 1: found = '' } of whole.matchAll(
      new RegExp(`(?=(${letters.join('[\\r\\n]{0,2}')}))`, 'g'),
    ))
      covered.fill(1, index, index + found.length);
  }
  let masked = '';
  for (let i = 0; i < text.length; i++) {
    if (!covered[i]) masked += String.fromCharCode(text[i] as number);
    else if (i === 0 || !covered[i - 1]) masked += '***';
  }
  return masked;
};

const cut = (text: Buffer, points: readonly number[]): Buffer[] => {
  const ends = [...points.map((point) => point % (text.length + 1)), text.length].sort((a, b) => a - b);
  return ends.map((end, i) => text.subarray(ends[i - 1] ?? 0, end));
};

const maskChunks = (secrets: string[], chunks: readonly Buffer[]): string => {
  const stream = createMasker(secrets).openStream();
  return Buffer.concat([...chunks.map(stream.push), stream.end()]).toString('latin1');
};

describe('for any secrets and any text', () => {
  it('masks exactly what belongs to an occurrence, and no pattern remains', () => {
    fc.assert(
      fc.property(secretsWithText, ({ secrets, text }) => {
        const patterns = collectPatterns(secrets);
        const masked = maskChunks(secrets, [text]);
        expect(masked).toBe(maskSlowly(patterns, text));
        for (const pattern of allOf(patterns))
          expect(masked.includes(pattern.toString('latin1'))).toBe(false);
      }),
      { numRuns: 600 },
    );
  });

  it('gives the same output however the text is cut into chunks', () => {
    fc.assert(
      fc.property(secretsWithText, fc.array(fc.nat(400), { maxLength: 12 }), ({ secrets, text }, points) => {
        expect(maskChunks(secrets, cut(text, points))).toBe(maskChunks(secrets, [text]));
      }),
      { numRuns: 600 },
    );
    fc.assert(
      fc.property(secretsWithText, ({ secrets, text }) => {
        const bytes = [...text].map((byte) => Buffer.from([byte]));
        expect(maskChunks(secrets, bytes)).toBe(maskChunks(secrets, [text]));
      }),
    );
  });

  it('holds back little more than the longest pattern', () => {
    fc.assert(
      fc.property(secretsWithText, ({ secrets, text }) => {
        const longest = Math.max(...allOf(collectPatterns(secrets)).map((pattern) => pattern.length));
        const stream = createMasker(secrets).openStream();
        stream.push(text);
        // Between any two of its letters there may be a line end.
        expect(stream.end().length).toBeLessThan(3 * longest);
      }),
    );
  });
});

describe('a stream', () => {
  it('holds back what may be the beginning of a secret, and nothing else, until it knows or ends', () => {
    const stream = createMasker(['hunter22']).openStream();
    expect(stream.push(Buffer.from('say hunt')).toString()).toBe('say ');
    expect(stream.push(Buffer.from('er22 ok h')).toString()).toBe('*** ok ');
    expect(stream.push(Buffer.from('i')).toString()).toBe('hi');
    expect(stream.push(Buffer.from('hunt')).toString()).toBe('');
    expect(stream.end().toString()).toBe('hunt');
  });

  it('that was cut masks what may be the beginning of a secret', () => {
    const stream = createMasker(['hunter22']).openStream();
    expect(stream.push(Buffer.from('say hunt')).toString()).toBe('say ');
    expect(stream.cut().toString()).toBe('***');
  });

  it('loses and repeats nothing', () => {
    const stream = createMasker(['hunter22']).openStream();
    const parts = ['hun', 'ter', '22', 'hunter', '-', ''].flatMap((text) => [stream.push(Buffer.from(text))]);
    expect(Buffer.concat([...parts, stream.end()]).toString()).toBe('***hunter-');
  });

  it('keeps up with several MB/s with thirty secrets, a long key among them', () => {
    const key = Array.from({ length: 50 }, (_, i) => Buffer.alloc(48, i * 7 + 1).toString('base64')).join(
      '\n',
    );
    const secrets = [...Array.from({ length: 30 }, (_, i) => `secret-number-${i}-${i * 7919}`), key];
    const line = Buffer.from(
      `2026-01-01T00:00:00Z INFO GET /orders/42 200 12ms secret-number-7 c2VjcmV0 ok\n`,
    );
    const stream = createMasker(secrets).openStream();
    const chunk = Buffer.concat(Array.from({ length: 800 }, () => line));
    // Of the processor's time: a busy machine makes none of it.
    const before = process.cpuUsage();
    for (let i = 0; i < 64; i++) stream.push(chunk);
    const seconds = process.cpuUsage(before).user / 1e6;
    expect((64 * chunk.length) / 1e6 / seconds).toBeGreaterThan(3);
  });
});
