/** Numbers as the tables hold them: what is larger is refused where it comes in. */
import { z } from 'zod';

/** Of a column of type `integer`. */
export const MOST_WHOLE = 2 ** 31 - 1;

/** How many, or the how manyth: 0 and up. */
export const WholeNumber = z.number().int().min(0).max(MOST_WHOLE);

/** The how manyth, counted from 1. */
export const Ordinal = z.number().int().positive().max(MOST_WHOLE);

/** 24 days at most. */
export const Milliseconds = z.number().min(0).max(MOST_WHOLE);

export const ExitCode = z
  .number()
  .int()
  .min(-(2 ** 31))
  .max(MOST_WHOLE);
