import { describe, expect, it } from 'vitest';
import { judgePassword } from './judge-password.ts';

describe('a password', () => {
  it('has 10 to 200 characters, however many bytes they are', () => {
    expect(judgePassword('123456789', 'ada')).toContain('at least 10');
    expect(judgePassword('🦊'.repeat(9), 'ada')).toContain('has 9');
    expect(judgePassword('1234567890', 'ada')).toBeNull();
    expect(judgePassword('🦊'.repeat(200), 'ada')).toBeNull();
    expect(judgePassword('x'.repeat(201), 'ada')).toContain('at most 200');
  });

  it('is not the user name', () => {
    expect(judgePassword(' ADA.LOVELACE ', 'ada.lovelace')).toContain('no password');
  });
});
