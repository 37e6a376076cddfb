/** The YAML of a stored definition: without what the schema fills in by itself. */
import type { TestDefinition } from '@gauntlet/contract';
import { withoutDefaults } from './check.ts';
import { writeYaml } from './document.ts';

export const textOfBody = (body: unknown): string => writeYaml(withoutDefaults(body as TestDefinition));
