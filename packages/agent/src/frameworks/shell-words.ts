/** Reads a line of shell as far as it takes to know which programs it runs with which words. */

export type ShellWord = {
  text: string;
  /** Written without quotes: the shell itself expands what globs it holds. */
  bare: boolean;
};

const OPERATOR = /^(?:&&|\|\||[;&|()\n])/;

/** Reads the word at `at`: quotes and backslashes taken away. */
function readWord(line: string, at: number): { word: ShellWord; next: number } {
  let text = '';
  let bare = true;
  let position = at;
  while (position < line.length) {
    const character = line[position] ?? '';
    if (/\s/.test(character) || OPERATOR.test(line.slice(position))) break;
    if (character === "'" || character === '"') {
      const close = line.indexOf(character, position + 1);
      const end = close === -1 ? line.length : close;
      const inside = line.slice(position + 1, end);
      text += character === '"' ? inside.replace(/\\(["\\$`])/g, '$1') : inside;
      bare = false;
      position = end + 1;
    } else if (character === '\\') {
      text += line[position + 1] ?? '';
      bare = false;
      position += 2;
    } else {
      text += character;
      position += 1;
    }
  }
  return { word: { text, bare }, next: position };
}

/** The simple commands of a line, each as its words; what joins them is left out. */
export function splitShell(line: string): ShellWord[][] {
  const commands: ShellWord[][] = [[]];
  for (let at = 0; at < line.length; ) {
    const operator = OPERATOR.exec(line.slice(at))?.[0];
    if (operator) {
      commands.push([]);
      at += operator.length;
    } else if (/\s/.test(line[at] ?? '')) {
      at += 1;
    } else {
      const { word, next } = readWord(line, at);
      commands.at(-1)?.push(word);
      at = next;
    }
  }
  return commands.filter((words) => words.length > 0);
}
