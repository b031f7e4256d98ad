import * as api from '../api.js';
import { el, fill } from '../dom.js';
import { button, choice, field, masked, say, tableOf, time } from '../parts.js';

const METHODS = [['', 'all'], ...['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((name) => [name, name])];

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
  const onchange = () => anew().catch(say);
  const text = (label, attributes) =>
    field(label, { type: 'search', autocapitalize: 'none', onchange, ...attributes });
  const list = el('div', {});
  const only = el('input', { type: 'checkbox', id: 'only-changes', onchange });
  const method = choice('Method', METHODS, { onchange });
  const path = text('Path has', { 'data-search': true });
  const app = text('About app');
  const source = text('Address', { placeholder: '203.0.113.7' });
  const from = field('Since', { type: 'datetime-local', onchange });
  const to = field('Before', { type: 'datetime-local', onchange });
  let shown = [];
  let after = null;
  let look = 0;

  fill(main,
    el('div', { class: 'head' }, el('h1', {}, 'Audit log'),
      el('div', { class: 'bar' },
        el('div', { class: 'field check' }, only, el('label', { for: 'only-changes' }, 'Changes only')),
        [method, path, app, source, from, to].map(({ element }) => element),
        button('Look again', anew))),
    el('p', { class: 'hint' }, 'Every call of administration, this page’s too. Numbers are masked here.'),
    list);
  await anew();

  function filter() {
    return {
      method: method.value,
      path: path.value,
      app: app.value,
      source: source.value,
      changed: only.checked && 'true',
      from: instant(from.value),
      to: instant(to.value),
    };
  }

  async function anew() {
    shown = [];
    after = null;
    await more();
  }

  /** A page may be empty and yet not be the last; what was asked for before is not shown. */
  async function more() {
    const mine = ++look;
    const page = await api.audit({ ...filter(), limit: 100, cursor: after }, signal);
    if (mine !== look) {
      return;
    }
    after = page.next_cursor;
    shown = [...shown, ...page.data];
    fill(list, tableOf('Audit log', COLUMNS, shown, after ? 'None so far.' : 'There are none like that.'),
      after && button('Older', more));
  }
}

/** What was entered by the clock of the person. */
const instant = (local) => local && new Date(local).toISOString();
