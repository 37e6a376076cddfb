/** Roles as they are chosen and shown: what each may do is said beside it. */
import { mayGrant, type ROLE_SCOPES } from '@gauntlet/core/identity';
import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../api/workspace.tsx';
import { Choices } from '../kit/choices.tsx';
import { Chip } from '../kit/outcome.tsx';

type RoleName = keyof typeof ROLE_SCOPES;

const ROLES: readonly { role: RoleName; hint: string }[] = [
  { role: 'viewer', hint: 'sees everything, changes nothing' },
  { role: 'developer', hint: 'runs tests' },
  { role: 'ci', hint: 'runs tests from a pipeline' },
  { role: 'sre', hint: 'runs tests, reads the audit trail' },
  { role: 'lead', hint: 'runs tests, sets secrets, looks after the people of the team' },
  { role: 'admin', hint: 'everything, in every team' },
];

export const PROJECT_ROLES = ROLES.filter(({ role }) => role !== 'admin');

/** Offered are those that one may give. */
export function RoleChoices({
  chosen,
  onChange,
}: {
  chosen: readonly string[];
  onChange: (roles: string[]) => void;
}) {
  const held = (useQuery(meQuery(undefined)).data?.scopes ?? []) as Parameters<typeof mayGrant>[0];
  return (
    <Choices
      label="Roles"
      options={ROLES.map(({ role, hint }) => ({ value: role, hint, disabled: !mayGrant(held, role) }))}
      chosen={chosen}
      onChange={onChange}
    />
  );
}

export const RoleChips = ({ roles }: { roles: readonly string[] }) => (
  <span className="inline-flex flex-wrap gap-1">
    {roles.map((role) => (
      <Chip key={role} tone={role === 'admin' ? 'accent' : 'quiet'}>
        {role}
      </Chip>
    ))}
  </span>
);
