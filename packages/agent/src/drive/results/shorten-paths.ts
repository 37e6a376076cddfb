/**
 * Paths as the user knows them: relative to the project. Where a group happens to work says nothing, and
 * would make the same failure look different every time.
 */
export type ShortenPaths = {
  /** Within a text: messages, stacks. */
  text: (text: string) => string;
  /** A path of its own. */
  path: (path: string) => string;
};

/** `folders`: the working folder under each of its names (its real path may be another one). */
export const createShortenPaths = (folders: readonly string[]): ShortenPaths => {
  const longestFirst = [...new Set(folders)]
    .sort((a, b) => b.length - a.length)
    .map((folder) => `${folder}/`);
  const text = (given: string): string =>
    longestFirst.reduce(
      (shortened, folder) =>
        shortened.includes(folder)
          ? shortened.replaceAll(`file://${folder}`, '').replaceAll(folder, '')
          : shortened,
      given,
    );
  const path = (given: string): string => {
    const inside = longestFirst.find((folder) => given.startsWith(folder));
    return inside ? given.slice(inside.length) : given.replace(/^(\.\/)+/, '');
  };
  return { text, path };
};
