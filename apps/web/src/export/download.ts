// Hands a file to the browser.
export function download(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A file name of letters, digits, dots and dashes. */
export function fileName(parts: readonly string[], extension: string): string {
  const name = parts.map((part) => part.replace(/[^A-Za-z0-9.-]+/g, '-')).join('_');
  return `${name}.${extension}`;
}
