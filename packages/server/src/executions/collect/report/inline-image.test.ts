import { describe, expect, test } from 'vitest';
import { dataUrlLength, imageTypeOf, toDataUrl } from './inline-image.ts';

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

describe('an inline image', () => {
  test('is what its bytes say', () => {
    expect(imageTypeOf(Uint8Array.from(PNG))).toBe('image/png');
    expect(imageTypeOf(Uint8Array.from([0xff, 0xd8, 0xff, 0xe0]))).toBe('image/jpeg');
    expect(imageTypeOf(new TextEncoder().encode('GIF89a'))).toBe('image/gif');
    expect(imageTypeOf(new TextEncoder().encode('RIFF????WEBPVP8 '))).toBe('image/webp');
  });

  test('is none when it is markup, whatever it is called', () => {
    expect(imageTypeOf(new TextEncoder().encode('<svg onload="alert(1)"/>'))).toBeNull();
    expect(imageTypeOf(new Uint8Array())).toBeNull();
  });

  test.each([0, 1, 2, 3, 24_573, 24_574, 100_001])('of %i bytes decodes to the same bytes', (length) => {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 31) % 256);
    const url = toDataUrl('image/png', bytes);
    expect(Uint8Array.from(atob(url.split(',')[1] ?? ''), (c) => c.charCodeAt(0))).toEqual(bytes);
    expect(url.length).toBeLessThanOrEqual(dataUrlLength(length));
  });
});
