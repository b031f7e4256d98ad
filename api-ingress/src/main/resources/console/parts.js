// What several views are made of.

import { Failure } from './api.js';
import { el, fill } from './dom.js';

const TONES = {
  verified: 'good', delivered: 'good', passed: 'good', active: 'good', open: 'good', closed: 'good',
  sent: 'calm', requested: 'calm', pending: 'calm', live: 'calm', trial: 'calm', sandbox: 'calm',
  undelivered: 'warn', expired: 'warn', recorded: 'warn', paused: 'warn', half_open: 'warn',
  refused: 'bad', rejected: 'bad', failed: 'bad', exhausted: 'bad', suspended: 'bad', broken: 'bad',
  gone: 'bad', disabled: 'bad', enforce: 'good', shadow: 'warn', off: 'bad', running: 'calm',
  done: 'good', cancelled: 'warn', warning: 'warn', error: 'bad',
};

/** A state, by its name and not by its colour alone. */
export function badge(state) {
  return el('span', { class: `badge ${TONES[state] ?? 'calm'}` }, state);
}

const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: 'short', timeStyle: 'medium' });

/** A moment: with its day if that is not today, with everything when it is pointed at. */
export function time(iso) {
  if (!iso) {
    return null;
  }
  const at = new Date(iso);
  const today = at.toDateString() === new Date().toDateString();
  return el('time', { datetime: iso, title: iso }, (today ? CLOCK : DAY).format(at));
}

/** A number as the service masks it. */
function maskedNumber(digits) {
  const tail = digits.length < 7 ? 1 : 2;
  const head = Math.max(0, Math.min(5, digits.length - 6));
  return digits.slice(0, head) + '*'.repeat(digits.length - head - tail) + digits.slice(-tail);
}

/** What may be an msisdn within a text. A prefix, with its star, is none. */
const NUMBER = /(?<![0-9A-Za-z-])[0-9]{4,16}(?![0-9A-Za-z*-])/g;

/** A text with its numbers masked. */
export const masked = (text) => text.replace(NUMBER, maskedNumber);

/** How long something took, for people. */
export function span(millis) {
  if (millis < 1000) {
    return `${Math.round(millis)} ms`;
  }
  if (millis < 60_000) {
    return `${(millis / 1000).toFixed(millis < 10_000 ? 1 : 0)} s`;
  }
  return millis < 3_600_000
    ? `${Math.floor(millis / 60_000)} min ${Math.floor((millis % 60_000) / 1000)} s`
    : `${Math.floor(millis / 3_600_000)} h ${Math.floor((millis % 3_600_000) / 60_000)} min`;
}

/** A table; each column is `[name, cell]`, and a cell tells its name where rows are cards. */
export function table(caption, columns, body = el('tbody')) {
  return el('div', { class: 'scroll', role: 'region', 'aria-label': caption, tabindex: '0' },
    el('table', {},
      el('caption', { class: 'unseen' }, caption),
      el('thead', {}, el('tr', {}, columns.map(([name]) => el('th', { scope: 'col' }, name)))),
      body));
}

export function row(columns, item) {
  return el('tr', {},
    columns.map(([name, cell]) => {
      const content = cell(item);
      const none = content === undefined || content === null || content === false || content === '';
      return el('td', { 'data-name': name, 'data-none': none }, none ? '–' : content);
    }));
}

export function tableOf(caption, columns, items, empty) {
  return items.length === 0
    ? el('p', { class: 'empty' }, empty)
    : table(caption, columns, el('tbody', {}, items.map((item) => row(columns, item))));
}

/** Names and values; values that are objects are shown as JSON. */
export function facts(pairs) {
  return el('dl', { class: 'facts' },
    pairs
      .filter(([, value]) => value !== null && value !== undefined && value !== '')
      .map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, plain(value)))));
}

function plain(value) {
  return value instanceof Node || typeof value === 'string' ? value : JSON.stringify(value);
}

let fields = 0;

/** A labelled field; what is entered is its `value`. */
export function field(label, attributes = {}, hint = null) {
  const id = `field-${++fields}`;
  const input = el('input', { id, autocomplete: 'off', spellcheck: 'false', ...attributes,
    'aria-describedby': hint && `${id}-hint` });
  return labelled(label, id, input, hint);
}

/** A field for a text of several lines. */
export function area(label, attributes = {}, hint = null) {
  const id = `field-${++fields}`;
  const input = el('textarea', { id, rows: 4, spellcheck: 'false', ...attributes,
    'aria-describedby': hint && `${id}-hint` });
  return labelled(label, id, input, hint);
}

/** What was written as JSON; a mistake is told in words. */
export function json(field, name) {
  try {
    return JSON.parse(field.value);
  } catch (mistake) {
    throw new Failure(0, `${name} should be JSON: ${mistake.message}`, null);
  }
}

export function choice(label, options, attributes = {}, hint = null) {
  const id = `field-${++fields}`;
  const select = el('select', { id, ...attributes, 'aria-describedby': hint && `${id}-hint` },
    options.map(([value, name]) => el('option', { value }, name)));
  return labelled(label, id, select, hint);
}

function labelled(label, id, input, hint) {
  const element = el('div', { class: 'field' },
    el('label', { for: id }, label),
    input,
    hint && el('small', { id: `${id}-hint` }, hint));
  return {
    element,
    input,
    get value() {
      return input.value.trim();
    },
    set value(text) {
      input.value = text;
    },
  };
}

/**
 * A form. While `submit` is under way it cannot be sent again; what it throws is shown below the
 * button. Fields have no names, so nothing of them could ever reach a URL.
 */
export function form(button, parts, submit, attributes = {}) {
  const problem = el('p', { class: 'problem', role: 'alert' });
  const send = el('button', { class: 'primary' }, button);
  return el('form', {
    ...attributes,
    novalidate: true,
    async onsubmit(event) {
      event.preventDefault();
      send.disabled = true;
      fill(problem);
      try {
        await submit();
      } catch (failure) {
        fill(problem, explain(failure));
      } finally {
        send.disabled = false;
      }
    },
  }, parts.map((part) => part.element ?? part), el('div', { class: 'send' }, send), problem);
}

/** Why something was refused: every reason that the answer has. */
export function explain(failure) {
  if (!(failure instanceof Failure)) {
    return String(failure);
  }
  const more = (failure.body?.errors ?? []).slice(1).map((error) => error.message);
  return [failure.message, ...more].join('; ') + (failure.status ? ` (${failure.status})` : '');
}

/** Says in passing why something was refused; nothing if the view was left meanwhile. */
export function say(failure) {
  if (failure.name !== 'AbortError') {
    notice(explain(failure));
  }
}

/** Shows something above the page until it is closed. */
export function show(title, ...content) {
  const dialog = el('dialog', { class: 'wide', 'aria-label': title, onclose: () => dialog.remove() },
    el('h2', {}, title), content, el('button', { onclick: () => dialog.close() }, 'Close'));
  document.body.append(dialog);
  dialog.showModal();
}

/** A text as it is, that can be reached and scrolled by keys. */
export const verbatim = (label, text) =>
  el('pre', { tabindex: '0', role: 'group', 'aria-label': label }, text);

/** Asks before something that cannot be taken back; true if it is meant. */
export function confirm(question, details, action) {
  return new Promise((resolve) => {
    const dialog = el('dialog', {
      'aria-label': question,
      onclose() {
        dialog.remove();
        resolve(dialog.returnValue === 'yes');
      },
    },
      el('h2', {}, question),
      el('p', {}, details),
      el('div', { class: 'send' },
        el('button', { class: 'danger', onclick: () => dialog.close('yes') }, action),
        el('button', { onclick: () => dialog.close('no'), autofocus: true }, 'Cancel')));
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Says something in passing, to screen readers too. */
export function notice(text) {
  const area = document.getElementById('notices');
  const message = el('p', {}, text);
  area.append(message);
  setTimeout(() => message.remove(), 6000);
}

/** A button that does something once asked to; what it throws is said. */
export function button(label, action, attributes = {}) {
  const element = el('button', {
    type: 'button',
    ...attributes,
    async onclick() {
      element.disabled = true;
      try {
        await action();
      } catch (failure) {
        say(failure);
      } finally {
        element.disabled = false;
      }
    },
  }, label);
  return element;
}

/**
 * Looks again and again until the view is left: not while nobody sees the page, and more rarely
 * while the service does not answer.
 */
export function poll(signal, millis, look) {
  let timer;
  let failures = 0;
  const state = { paused: false, now };
  async function now() {
    clearTimeout(timer);
    if (signal.aborted) {
      return;
    }
    if (!state.paused && !document.hidden) {
      try {
        await look();
        failures = 0;
      } catch (failure) {
        if (failure.name === 'AbortError') {
          return;
        }
        failures++;
        state.onfailure?.(failure);
      }
    }
    clearTimeout(timer);
    if (!signal.aborted) {
      timer = setTimeout(now, millis * Math.min(2 ** failures, 16));
    }
  }
  timer = setTimeout(now, millis);
  document.addEventListener('visibilitychange', now, { signal });
  signal.addEventListener('abort', () => clearTimeout(timer));
  return state;
}

/** A button that copies a text, where the browser lets pages do that. */
export function copyable(text) {
  return navigator.clipboard && button('Copy', async () => {
    await navigator.clipboard.writeText(text);
    notice('Copied');
  });
}
