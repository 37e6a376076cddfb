/**
 * Certificates for tests, made anew each time: X.509 in DER by hand, as much as a TLS of loopback needs. One is
 * its own authority, good for 127.0.0.1 and localhost, as a server and as a client.
 */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const ECDSA_WITH_SHA256 = '2a8648ce3d040302';
const COMMON_NAME = '550403';
const BASIC_CONSTRAINTS = '551d13';
const SUBJECT_ALT_NAME = '551d11';

const TAGS = { sequence: 0x30, set: 0x31, text: 0x0c, time: 0x17, oid: 0x06, integer: 0x02, bits: 0x03 };

function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  const { length } = body;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
}

const sequence = (...content: readonly Uint8Array[]) => der(TAGS.sequence, ...content);
const oid = (hex: string) => der(TAGS.oid, Buffer.from(hex, 'hex'));
const bits = (content: Uint8Array) => der(TAGS.bits, Buffer.from([0]), content);
const octets = (content: Uint8Array) => der(0x04, content);
const utc = (text: string) => der(TAGS.time, Buffer.from(text));

const nameOf = (text: string) =>
  sequence(der(TAGS.set, sequence(oid(COMMON_NAME), der(TAGS.text, Buffer.from(text)))));

const LOOPBACK = sequence(
  der(0x87, Buffer.from([127, 0, 0, 1])), // iPAddress
  der(0x82, Buffer.from('localhost')), // dNSName
);
const EXTENSIONS = sequence(
  sequence(oid(BASIC_CONSTRAINTS), octets(sequence(der(0x01, Buffer.from([0xff]))))), // an authority
  sequence(oid(SUBJECT_ALT_NAME), octets(LOOPBACK)),
);

/** In PEM. */
export function makeCertificate(commonName: string): { cert: string; key: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(oid(ECDSA_WITH_SHA256));
  const serial = Buffer.concat([Buffer.from([1]), randomBytes(8)]);
  const body = sequence(
    der(0xa0, der(TAGS.integer, Buffer.from([2]))), // version 3
    der(TAGS.integer, serial),
    algorithm,
    nameOf(commonName),
    sequence(utc('200101000000Z'), utc('491231235959Z')),
    nameOf(commonName),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, EXTENSIONS),
  );
  const whole = sequence(body, algorithm, bits(sign('sha256', body, privateKey)));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  };
}
