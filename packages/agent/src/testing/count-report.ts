/** A program for tests: reads the report argv[2] of the format argv[3], prints how many lines of each sort. */
import { type FileFormat, readReport } from '../reports/read-report.ts';

const counts: Record<string, number> = {};
for await (const line of readReport(process.argv[2] ?? '', process.argv[3] as FileFormat)) {
  const key = line.type === 'case' ? line.status : line.type;
  counts[key] = (counts[key] ?? 0) + 1;
}
process.stdout.write(JSON.stringify(counts));
