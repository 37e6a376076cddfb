const MOST_CHARACTERS = 60;

/** A user name from what the provider tells: without anything that could be mistaken in a list or a log. */
export function usernameFor({ username, email }: { username: string | null; email: string | null }): string {
  for (const told of [username, email]) {
    const name = (told?.split('@', 1)[0] ?? '')
      .normalize('NFKC')
      .replaceAll(/[^\p{L}\p{N}._]+/gu, '-')
      .replaceAll(/^[-.]+|[-.]+$/g, '');
    if (name !== '') return [...name].slice(0, MOST_CHARACTERS).join('');
  }
  return 'user';
}

/** The same name, told apart: ada, ada-2, ada-3. */
export const numbered = (name: string, number: number) => (number === 1 ? name : `${name}-${number}`);
