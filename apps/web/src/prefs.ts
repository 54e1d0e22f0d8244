// What this browser remembers. Storage may be switched off; then nothing is remembered.

const prefix = 'marketkit.';

export function recall(name: string): string | null {
  try {
    return localStorage.getItem(prefix + name);
  } catch {
    return null;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(prefix + name, value);
  } catch {
    // Private windows may refuse: the choice then lasts as long as the page.
  }
}
