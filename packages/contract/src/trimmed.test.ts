import { expect, it } from 'vitest';
import { z } from 'zod';
import { DeviceAuthorizationRequest } from './device.ts';
import { trimmed } from './trimmed.ts';

it('takes nothing longer than its schema says, space included', () => {
  const name = trimmed(5);
  expect(z.toJSONSchema(name, { io: 'input' })).toMatchObject({ minLength: 1, maxLength: 5 });
  expect(name.parse(' abc ')).toBe('abc');
  expect(name.safeParse(' abcde').success).toBe(false);
  expect(name.safeParse('   ').success).toBe(false);
  expect(DeviceAuthorizationRequest.safeParse({ clientName: ` ${'a'.repeat(100)}` }).success).toBe(false);
});
