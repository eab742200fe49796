export type Theme = 'system' | 'light' | 'dark';

/** `first-paint.js` reads it before the first paint. */
const KEY = 'rf:theme';

export function isTheme(text: unknown): text is Theme {
  return text === 'system' || text === 'light' || text === 'dark';
}

export function chosenTheme(): Theme {
  const kept = localStorage.getItem(KEY);
  return isTheme(kept) ? kept : 'system';
}

export function chooseTheme(theme: Theme): void {
  if (theme === 'system') {
    localStorage.removeItem(KEY);
    delete document.documentElement.dataset.theme;
    return;
  }
  localStorage.setItem(KEY, theme);
  document.documentElement.dataset.theme = theme;
}
