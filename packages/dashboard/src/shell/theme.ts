/** Light, dark, or as the system says. Owns `data-theme` of the document and one key of the browser's storage. */
export type Theme = 'system' | 'light' | 'dark';

const KEY = 'gauntlet.theme';
const prefersDark = window.matchMedia('(prefers-color-scheme: dark)');

export function chosenTheme(): Theme {
  const stored = readStored();
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

export function chooseTheme(theme: Theme): void {
  try {
    if (theme === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // A browser that keeps nothing forgets the choice with the page.
  }
  show(theme);
}

export function startTheme(): void {
  show(chosenTheme());
  prefersDark.addEventListener('change', () => show(chosenTheme()));
}

function show(theme: Theme): void {
  const seen = theme === 'system' ? (prefersDark.matches ? 'dark' : 'light') : theme;
  document.documentElement.dataset.theme = seen;
}

function readStored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
