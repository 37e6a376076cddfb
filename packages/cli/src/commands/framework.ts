import type { Framework } from '@gauntlet/contract';
import { ok, refuse } from '@gauntlet/core/kernel';
import type { CommandContext } from '../command-context.ts';
import { closestWord } from '../definition/closest-word.ts';
import type { ExitCode } from '../exit-code.ts';
import { fetchFrameworks } from '../follow/follow-execution.ts';
import { usageRefused } from '../refused.ts';
import { padEnd } from '../terminal/display-width.ts';
import { printable } from '../terminal/printable.ts';
import type { Column } from '../terminal/table.ts';
import { printPage } from './print-page.ts';
import { withServer } from './with-server.ts';

type Sign = Framework['configuration']['detect'][number];

function signText({ file, dependency, script, contains }: Sign): string {
  const parts = [
    ...(file === undefined ? [] : [file]),
    ...(dependency === undefined ? [] : [`dependency ${dependency}`]),
    ...(script === undefined ? [] : [`test script /${script}/`]),
    ...(contains === undefined ? [] : [`with /${contains}/`]),
  ];
  return parts.join(' ');
}

export function frameworkListCommand(context: CommandContext): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    const frameworks = await fetchFrameworks(connection);
    if (!frameworks.ok) return frameworks;
    const { paint } = context.out;
    const columns: Column<Framework>[] = [
      { title: 'name', text: (row) => row.name, paint: paint.cyan },
      { title: 'title', text: (row) => row.configuration.title, cut: 'end' },
      { title: 'languages', text: (row) => row.supportedLanguages.join(', '), cut: 'end' },
      { title: 'splits by', text: (row) => row.configuration.unitKind },
      {
        title: 'detected by',
        text: (row) => row.configuration.detect.map(signText).join('; '),
        paint: paint.dim,
        cut: 'end',
      },
    ];
    printPage(context, {
      items: frameworks.value.items,
      nextCursor: null,
      columns,
      empty: ['The server knows no framework.'],
      next: 'gauntlet framework list',
    });
    return ok(undefined);
  });
}

function detailLines(
  { name, version, supportedLanguages, configuration }: Framework,
  context: CommandContext,
): string[] {
  const { paint } = context.out;
  const { detect, list, run, report, exitCodes, setup, unitKind, title } = configuration;
  const listing =
    list.by === 'command'
      ? list.command.join(' ')
      : list.by === 'glob'
        ? list.include.join(', ')
        : "the definition's commands";
  const facts: [string, string][] = [
    ['Version', version],
    ['Languages', supportedLanguages.join(', ')],
    ['Splits by', unitKind],
    ...detect.map((sign, index): [string, string] => [
      index === 0 ? 'Found by' : '',
      `${signText(sign)} (${sign.certainty})`,
    ]),
    ['Lists by', listing],
    ['Runs', run.command.join(' ')],
    ['Reports', report.format],
    ['Exit codes', `passed ${exitCodes.passed.join(', ')}; tests failed ${exitCodes.testsFailed.join(', ')}`],
    ['Set-up', setup],
  ];
  return [
    '',
    `  ${paint.bold(printable(title))}  ${paint.dim(printable(name))}`,
    '',
    ...facts.map(([key, value]) => `    ${paint.dim(padEnd(key, 12))}${printable(value)}`),
    '',
  ];
}

export function frameworkShowCommand(context: CommandContext, name: string): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    const frameworks = await fetchFrameworks(connection);
    if (!frameworks.ok) return frameworks;
    const { items } = frameworks.value;
    const found = items.find((framework) => framework.name === name);
    if (found === undefined) {
      const near = closestWord(
        name,
        items.map((framework) => framework.name),
      );
      const meant =
        near === null ? '`gauntlet framework list` shows those there are.' : `Did you mean ${near}?`;
      return refuse(usageRefused(`There is no framework ${name}.`, meant));
    }
    if (context.options.json) context.out.json(found);
    else for (const line of detailLines(found, context)) context.out.line(line);
    return ok(undefined);
  });
}
