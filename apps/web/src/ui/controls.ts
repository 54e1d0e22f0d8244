// Small form controls that several parts of the page use.
import { h, type Child } from '../dom';

export interface Choice<T extends string> {
  value: T;
  text: string;
  title?: string;
}

export interface Segment<T extends string> {
  element: HTMLElement;
  set(value: T | ''): void;
}

/** A row of buttons of which one is pressed. */
export function segment<T extends string>(
  label: string,
  name: string,
  choices: readonly Choice<T>[],
  onPick: (value: T) => void,
): Segment<T> {
  const buttons = choices.map(({ value, text, title }) =>
    h(
      'button',
      {
        type: 'button',
        title: title ?? null,
        'aria-label': title ? `${text}: ${title}` : null,
        'aria-pressed': 'false',
        'data-value': value,
        'data-testid': `${name}-${value}`,
        onclick: () => onPick(value),
      },
      text,
    ),
  );
  return {
    element: h('div', { class: `segment ${name}`, role: 'group', 'aria-label': label }, ...buttons),
    set(value) {
      for (const button of buttons) {
        button.setAttribute('aria-pressed', String(button.dataset.value === value));
      }
    },
  };
}

/** A button that stays pressed. */
export function toggle(
  text: string,
  name: string,
  title: string,
  onClick: () => void,
): HTMLButtonElement {
  return h(
    'button',
    { type: 'button', class: 'button', title, 'data-testid': name, onclick: onClick },
    text,
  );
}

export function button(name: string, title: string, onClick: () => void, ...content: Child[]) {
  return h(
    'button',
    { type: 'button', class: 'button', title, 'data-testid': name, onclick: onClick },
    ...content,
  );
}

export interface Dialog {
  element: HTMLDialogElement;
  body: HTMLElement;
  open(): void;
}

/** A modal dialog with a title and a button to close it; Escape and a click beside it close it too. */
export function dialog(
  name: string,
  title: string,
  closeIcon: Node,
  onClose: () => void = () => undefined,
): Dialog {
  const id = `${name}-title`;
  const body = h('div', { class: 'dialog-body' });
  const element = h(
    'dialog',
    { class: `dialog dialog-${name}`, 'aria-labelledby': id, 'data-testid': `${name}-dialog` },
    h(
      'div',
      { class: 'dialog-head' },
      h('h2', { id }, title),
      h(
        'button',
        {
          type: 'button',
          class: 'button ghost',
          'aria-label': 'Close',
          onclick: () => element.close(),
        },
        closeIcon,
      ),
    ),
    body,
  );
  element.addEventListener('click', (event) => {
    if (event.target === element) element.close();
  });
  element.addEventListener('close', onClose);
  document.body.append(element);
  return { element, body, open: () => element.open || element.showModal() };
}
