import { expect, it } from 'vitest';
import { createMasker } from '../masking/masker.ts';
import { createOutputTail } from './output-tail.ts';

it('the last output shows no half of a secret, wherever it is cut and wherever it ends', () => {
  for (let after = 8170; after < 8200; after += 1) {
    const tail = createOutputTail(createMasker(['hunter22-secret']).openStream());
    tail.push(Buffer.from(`hunter22-secret${'x'.repeat(after)}\nhunter22`));
    expect(tail.text()).toMatch(/^\**x+\n\*\*\*$/);
  }
});
