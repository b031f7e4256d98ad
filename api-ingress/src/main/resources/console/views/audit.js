import * as api from '../api.js';
import { el, fill } from '../dom.js';
import { button, field, tableOf, time } from '../parts.js';

/** What may be an msisdn: paths and changes name blocks and test numbers. A prefix is none. */
const NUMBER = /(?<![0-9A-Za-z-])[0-9]{4,16}(?![0-9A-Za-z*-])/g;

/** As the service masks them. */
const masked = (text) => text.replace(NUMBER, (digits) => {
  const tail = digits.length < 7 ? 1 : 2;
  const head = Math.max(0, Math.min(5, digits.length - 6));
  return digits.slice(0, head) + '*'.repeat(digits.length - head - tail) + digits.slice(-tail);
});

/** Within texts only: a number of JSON is no msisdn. */
const maskedJson = (value) =>
  JSON.stringify(value, (name, inner) => (typeof inner === 'string' ? masked(inner) : inner));

const COLUMNS = [
  ['Time', (call) => time(call.at)],
  ['Call', (call) => el('code', {}, `${call.method} ${masked(call.path)}`)],
  ['Status', (call) => el('span', { class: call.status < 400 ? 'code' : 'code bad' }, call.status ?? 'no answer')],
  ['From', (call) => el('span', { class: 'code' }, call.source)],
  ['Changed', (call) => call.changed && el('code', {}, maskedJson(call.changed))],
];

/** Calls of administrators, the newest first; looking is one of them. */
export async function show(main, { signal }) {
  const list = el('div', {});
  const only = el('input', { type: 'checkbox', id: 'only-changes', onchange: draw });
  const path = field('Path has', { type: 'search', 'data-search': true, oninput: draw });
  let shown = [];
  let after = null;

  fill(main,
    el('div', { class: 'head' }, el('h1', {}, 'Audit log'),
      el('div', { class: 'bar' },
        el('div', { class: 'field check' }, only, el('label', { for: 'only-changes' }, 'Changes only')),
        path.element,
        button('Look again', anew))),
    el('p', { class: 'hint' }, 'Every call of administration, this page’s too. Numbers are masked here.'),
    list);
  await anew();

  async function anew() {
    shown = [];
    after = null;
    await more();
  }

  async function more() {
    const page = await api.audit({ limit: 100, cursor: after }, signal);
    after = page.next_cursor;
    shown = [...shown, ...page.data];
    draw();
  }

  function draw() {
    const wanted = shown.filter((call) => (!only.checked || call.changed) && call.path.includes(path.value));
    fill(list, tableOf('Audit log', COLUMNS, wanted, `None of the last ${shown.length} calls is like that.`),
      after && button('Older', more));
  }
}
