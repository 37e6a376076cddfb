import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kindOf } from './address-kind.ts';
import { canonicalHost, judgeOutbound, type OutboundAllowance, parseOutboundAllow } from './outbound.ts';

const allow = (text: string): OutboundAllowance => {
  const parsed = parseOutboundAllow(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.allowed;
};
const NOTHING = allow('');
const reach = (address: string, allowed = NOTHING, host = address) =>
  judgeOutbound({ host, addresses: [address] }, allowed);

describe('the kind of an address', () => {
  it.each([
    ...[
      ['127.0.0.1', 'loopback'],
      ['127.255.255.255', 'loopback'],
      ['::1', 'loopback'],
      ['::ffff:127.0.0.1', 'loopback'],
      ['::ffff:7f00:1', 'loopback'],
      ['0:0:0:0:0:ffff:7f00:0001', 'loopback'],
      ['::127.0.0.1', 'loopback'],
      ['64:ff9b::127.0.0.1', 'loopback'],
      ['2002:7f00:1::', 'loopback'],
      ['2001:4860::5efe:127.0.0.1', 'loopback'],
      ['2001:4860::200:5efe:7f00:1', 'loopback'],
    ],
    ...[
      ['10.0.0.0', 'private'],
      ['10.255.255.255', 'private'],
      ['172.16.0.1', 'private'],
      ['172.31.255.255', 'private'],
      ['192.168.1.1', 'private'],
      ['100.64.0.1', 'private'],
      ['100.127.255.255', 'private'],
      ['fc00::1', 'private'],
      ['fdff::1', 'private'],
      ['fec0::1', 'private'],
      ['64:ff9b::a00:1', 'private'],
      ['2002:c0a8:101::1', 'private'],
    ],
    ...[
      ['169.254.0.1', 'link-local'],
      ['fe80::1', 'link-local'],
      ['fe80::1%eth0', 'link-local'],
      ['febf::1', 'link-local'],
    ],
    ...[
      ['169.254.169.254', 'metadata'],
      ['::ffff:169.254.169.254', 'metadata'],
      ['64:ff9b::a9fe:a9fe', 'metadata'],
      ['fd00:ec2::254', 'metadata'],
      ['100.100.100.200', 'metadata'],
      ['168.63.129.16', 'metadata'],
    ],
    ...[
      ['224.0.0.1', 'multicast'],
      ['239.255.255.255', 'multicast'],
      ['ff02::1', 'multicast'],
    ],
    ...[
      ['0.0.0.0', 'reserved'],
      ['0.1.2.3', 'reserved'],
      ['255.255.255.255', 'reserved'],
      ['240.0.0.1', 'reserved'],
      ['198.18.0.1', 'reserved'],
      ['203.0.113.9', 'reserved'],
      ['::', 'reserved'],
      ['2001:db8::1', 'reserved'],
      ['2001::1', 'reserved'],
      ['64:ff9b:1::a00:1', 'reserved'],
      ['100::1', 'reserved'],
      ['4000::1', 'reserved'],
      ['not an address', 'reserved'],
    ],
    ...[
      ['8.8.8.8', 'public'],
      ['172.15.255.255', 'public'],
      ['172.32.0.0', 'public'],
      ['100.63.255.255', 'public'],
      ['100.128.0.0', 'public'],
      ['11.0.0.0', 'public'],
      ['126.255.255.255', 'public'],
      ['128.0.0.1', 'public'],
      ['2606:4700::1111', 'public'],
      ['::ffff:8.8.8.8', 'public'],
      ['64:ff9b::808:808', 'public'],
    ],
  ])('%s is %s', (address, kind) => {
    expect(kindOf(address)).toBe(kind);
  });

  it('is the same for an IPv4 address and for every IPv6 address that stands for it', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
        const [high, low] = [a * 256 + b, c * 256 + d].map((group) => group.toString(16));
        const spellings = [`::ffff:${address}`, `::ffff:${high}:${low}`, `64:ff9b::${high}:${low}`];
        for (const spelling of [...spellings, `2002:${high}:${low}::1`])
          expect([spelling, kindOf(spelling)]).toEqual([spelling, kindOf(address)]);
      }),
    );
  });

  it('is public only outside of all special ranges, by plain arithmetic', () => {
    const special = (a: number, b: number) =>
      [0, 10, 127].includes(a) ||
      a >= 224 ||
      (a === 172 && b >= 16 && b <= 31) ||
      (a === 192 && b === 168) ||
      (a === 169 && b === 254) ||
      (a === 100 && b >= 64 && b <= 127);
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const [a = 0, b = 0] = address.split('.').map(Number);
        if (special(a, b)) expect([address, kindOf(address)]).not.toEqual([address, 'public']);
      }),
    );
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        const first = Number.parseInt(
          new URL(`http://[${address}]`).hostname.slice(1).split(':')[0] || '0',
          16,
        );
        if (first >= 0x4000) expect([address, kindOf(address)]).not.toEqual([address, 'public']);
      }),
    );
  });
});

describe('a host', () => {
  it.each([
    ['127.1', '127.0.0.1'],
    ['127.0.1', '127.0.0.1'],
    ['2130706433', '127.0.0.1'],
    ['0x7f000001', '127.0.0.1'],
    ['0x7f.0.0.0x1', '127.0.0.1'],
    ['0177.0.0.01', '127.0.0.1'],
    ['017700000001', '127.0.0.1'],
    ['127.0.0.1.', '127.0.0.1'],
    ['1２7.0.0.1', '127.0.0.1'],
    ['127。0。0。1', '127.0.0.1'],
    ['%31%32%37.0.0.1', '127.0.0.1'],
    ['0', '0.0.0.0'],
    ['[::FFFF:127.0.0.1]', '::ffff:7f00:1'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['LOCALHOST.', 'localhost'],
    ['Git.Example.TEST', 'git.example.test'],
    ['bücher.test', 'xn--bcher-kva.test'],
  ])('%j is %s', (text, host) => {
    expect(canonicalHost(text)).toBe(host);
  });

  it.each([
    '',
    ' ',
    '256.256.256.256',
    '1.2.3.4.5',
    'a b',
    'a/b',
    'a@b',
    'a#b',
    'a?b',
    '::g',
    'a\nb',
    'a\0b',
    '.',
    'a:b',
  ])('%j is none', (text) => {
    expect(canonicalHost(text)).toBeNull();
  });

  it('stays as it is when it is made canonical again, and any spelling of an address ends as that address', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4Extended(), fc.ipV4(), fc.ipV6(), fc.domain()), (text) => {
        const host = canonicalHost(text);
        if (host !== null) expect(canonicalHost(host)).toBe(host);
      }),
    );
    fc.assert(
      fc.property(fc.ipV4Extended(), (text) => {
        expect(isIP(canonicalHost(text) ?? '')).toBe(4);
      }),
    );
  });
});

describe('what may be reached', () => {
  it('is what is public, and nothing else, unless allowed', () => {
    expect(reach('8.8.8.8').ok).toBe(true);
    expect(judgeOutbound({ host: 'h.test', addresses: ['8.8.8.8', '10.0.0.1'] }, NOTHING)).toEqual({
      ok: false,
      address: '10.0.0.1',
      kind: 'private',
      message:
        'h.test (10.0.0.1) may not be reached: it is in a private network. Whoever runs the server can allow it: GAUNTLET_OUTBOUND_ALLOW=h.test.',
    });
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
        expect(reach(address).ok).toBe(kindOf(address) === 'public');
      }),
    );
  });

  it.each([
    ['private', '10.1.2.3', true],
    ['private', 'fd12::1', true],
    ['private', '100.64.1.1', true],
    ['private', '::ffff:10.0.0.1', true],
    ['private', '127.0.0.1', false],
    ['private', '169.254.1.1', false],
    ['private', '100.100.100.200', false],
    ['private', 'fd00:ec2::254', false],
    ['private', '0.0.0.0', false],
    ['127.0.0.0/8', '127.9.9.9', true],
    ['127.0.0.0/8', '::ffff:127.0.0.1', true],
    ['127.0.0.1', '127.0.0.1', true],
    ['127.0.0.1', '127.0.0.2', false],
    ['[::1]', '::1', true],
    ['10.0.0.0/9', '10.128.0.1', false],
    ['0.0.0.0/0', '169.254.169.254', false],
    ['169.254.169.254', '169.254.169.254', true],
    ['fe80::/10', 'fe80::1%eth0', true],
    ['8.8.8.8', '10.0.0.1', false],
    ['proxy', '10.0.0.1', false],
  ])('with %s: %s %s', (text, address, ok) => {
    expect(reach(address, allow(text)).ok).toBe(ok);
  });

  it.each([
    ['git.corp', 'git.corp', true],
    ['GIT.corp.', 'git.corp', true],
    ['git.corp', 'git.corp.evil.test', false],
    ['git.corp', 'evil-git.corp', false],
    ['*.corp', 'git.corp', true],
    ['*.corp', 'a.b.corp', true],
    ['*.corp', 'corp', false],
    ['*.corp', '.corp', false],
    ['*.corp', 'evilcorp', false],
    ['a.test, *.b.test\n10.0.0.0/8', 'x.b.test', true],
  ])("with %j, a host in a network of one's own: %s %s", (text, host, ok) => {
    expect(reach('192.168.0.1', allow(text), host).ok).toBe(ok);
  });

  it.each(['*', '10.0.0', '10.0.0.0/33', 'fd00::/129', 'a/b', 'http://a', '-x', 'a:80', '300.1.1.1', '*.'])(
    'an entry %j is refused by name',
    (entry) => {
      expect(parseOutboundAllow(`ok.test,${entry}`)).toEqual({
        ok: false,
        message: expect.stringContaining(`"${entry}"`),
      });
    },
  );
});
