/** The values of the secrets that a definition names, for its own groups only. */
import type { Assignment, Refusal, TestDefinition } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { Execution } from '../execution.ts';
import type { SecretScope, SecretVault } from '../ports.ts';
import { secretNamesOf } from '../submit/refuse-references.ts';

export type Scopes = Readonly<Record<string, SecretScope>>;
type Revealed = Pick<Assignment, 'secrets' | 'contentSecret'> & { scopes: Scopes };

export async function revealSecrets(
  { secrets }: { secrets: SecretVault },
  { teamId, projectId, definition }: Execution,
): Promise<Result<Revealed, Refusal<'secret-missing'>>> {
  const names = secretNamesOf(definition);
  const revealed =
    names.length > 0 ? await secrets.reveal({ teamId, projectId }, names) : new Map<string, never>();
  const values = new Map<string, string>();
  const scopes: Record<string, SecretScope> = {};
  for (const name of names) {
    const found = revealed.get(name);
    if (!found) return refuse(secretMissing(name));
    const { scope, value } = found;
    if (!value.ok) return refuse(secretMissing(name, value.error.message));
    values.set(name, value.value);
    scopes[name] = scope;
  }
  const [secretsByVariable, contentSecret] = [
    variablesOf(definition, values),
    contentSecretOf(definition, values),
  ];
  return ok({ secrets: secretsByVariable, contentSecret, scopes });
}

const secretMissing = (name: string, why = 'It is gone.'): Refusal<'secret-missing'> => ({
  code: 'secret-missing',
  message: `The secret "${name}" cannot be given to the tests. ${why} Set it by \`gauntlet secret set ${name}\`.`,
});

const variablesOf = (definition: TestDefinition, values: ReadonlyMap<string, string>) =>
  Object.fromEntries(
    Object.entries(definition.secrets).map(([variable, name]) => [variable, values.get(name) ?? '']),
  );

const contentSecretOf = ({ content }: TestDefinition, values: ReadonlyMap<string, string>) =>
  content.type === 'git' && content.credentials ? values.get(content.credentials.secret) : undefined;
