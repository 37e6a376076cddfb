/** Two sides of one server, and who asks on the one about things of the other. */
import type { Scope } from '@gauntlet/contract';
import type { Asker, Credentials } from './ask.ts';
import type { Changes } from './changes.ts';
import type { Person, Side, World } from './things.ts';

export type Scene = { world: World; ask: Asker; changes: Changes; ours: Side; theirs: Side };

export type Asked = {
  name: string;
  credentials: Credentials;
  scopes: readonly Scope[];
  person: Person;
  first: boolean;
};
