// Dark and light: the link's wish first, then what was chosen before, then the system's setting.
import { recall, remember } from './prefs';

export type Theme = 'dark' | 'light';

const dark = matchMedia('(prefers-color-scheme: dark)');

function asTheme(text: string | null): Theme | null {
  return text === 'dark' || text === 'light' ? text : null;
}

export function currentTheme(): Theme {
  const asked = asTheme(new URLSearchParams(location.search).get('theme'));
  return asked ?? asTheme(recall('theme')) ?? (dark.matches ? 'dark' : 'light');
}

export function applyTheme(theme: Theme = currentTheme()): void {
  document.documentElement.dataset.theme = theme;
}

export function rememberTheme(theme: Theme): void {
  remember('theme', theme);
}

export function onSystemTheme(listener: () => void): void {
  dark.addEventListener('change', listener);
}
