/** A test is named by its id, or by a part of its name that fits one test alone. */
import { TestCaseList, TestCaseView } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { askApi } from '../connection/api-client.ts';
import type { Connection } from '../connection/connection.ts';
import { type Refused, usageRefused } from '../refused.ts';
import { printable } from '../terminal/printable.ts';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SHOWN = 5;

export async function findTestCase(
  connection: Connection,
  typed: string,
): Promise<Result<TestCaseView, Refused>> {
  if (ID.test(typed.toLowerCase())) {
    const init = { params: { path: { id: typed.toLowerCase() } } };
    return askApi(connection.address, (api) => api.GET('/api/v1/test-cases/{id}', init), TestCaseView);
  }
  const query = { search: typed, limit: 50 };
  const page = await askApi(
    connection.address,
    (api) => api.GET('/api/v1/test-cases', { params: { query } }),
    TestCaseList,
  );
  if (!page.ok) return page;
  const { items } = page.value;
  const exact = items.filter(({ name }) => name === typed);
  const [only, ...others] = exact.length > 0 ? exact : items;
  if (only === undefined)
    return refuse(usageRefused(`No test has "${typed}" in its name.`, 'Look for it: gauntlet test list'));
  return others.length === 0 ? ok(only) : refuse(ambiguous(typed, [only, ...others]));
}

function ambiguous(typed: string, tests: readonly TestCaseView[]): Refused {
  const named = tests.slice(0, SHOWN).map((test) => `  ${test.testCaseId}  ${printable(fullName(test))}`);
  const more = tests.length > SHOWN ? ['  ...'] : [];
  return usageRefused(
    `Several tests fit "${typed}":\n${[...named, ...more].join('\n')}`,
    'Name one by its id.',
  );
}

/** `cart › adds an item` */
export const fullName = ({ suite, name }: Pick<TestCaseView, 'suite' | 'name'>): string =>
  [...suite, name].join(' › ');
