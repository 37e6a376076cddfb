/**
 * Numbers in an address are text, and JavaScript takes an empty text for 0 and `0x10` for 16. What is no number as
 * JSON writes them is refused instead.
 */
import { z } from 'zod';

const NUMBER = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/** The faults of an address that a schema is about to read. */
export function findBrokenNumbers(schema: z.ZodType, query: unknown): z.core.$ZodIssue[] {
  if (!(schema instanceof z.ZodObject) || typeof query !== 'object' || query === null) return [];
  return Object.entries(query).flatMap(([name, value]) => {
    const broken = isNumber(schema.shape[name]) && typeof value === 'string' && !NUMBER.test(value);
    return broken ? [faultOf(name, value)] : [];
  });
}

function isNumber(field: unknown): boolean {
  if (field instanceof z.ZodOptional || field instanceof z.ZodDefault) return isNumber(field.unwrap());
  return field instanceof z.ZodNumber;
}

const faultOf = (name: string, value: string): z.core.$ZodIssue => ({
  code: 'custom',
  path: [name],
  message: value === '' ? 'must be a number, and is empty' : 'must be a number',
  input: undefined,
});
