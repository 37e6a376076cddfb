/** What a group asks for, as it is typed. */
import { Cpu, Memory } from '@gauntlet/contract';
import { cpuMillis, memoryBytes, type ResourceRequest } from '@gauntlet/core/executions';
import { ok, type Result } from '@gauntlet/core/kernel';
import { z } from 'zod';
import type { SimulateOptions } from '../program/option-types.ts';
import type { Refused } from '../refused.ts';
import { checkInput } from './input-file.ts';

const Request = z.object({ '--cpu': Cpu, '--memory': Memory });

export function readRequest({ cpu, memory, spot }: SimulateOptions): Result<ResourceRequest, Refused> {
  const typed = { '--cpu': cpu, '--memory': memory };
  const read = checkInput(Request, typed, { name: 'What a group asks for', keys: [] });
  if (!read.ok) return read;
  return ok({
    cpuMillis: cpuMillis(read.value['--cpu']),
    memoryBytes: memoryBytes(read.value['--memory']),
    ...(spot === undefined ? {} : { spot }),
  });
}
