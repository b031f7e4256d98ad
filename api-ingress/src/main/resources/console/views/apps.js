import * as api from '../api.js';
import { el, fill } from '../dom.js';
import { badge, button, choice, field, form, tableOf, time } from '../parts.js';

/** All apps, and a new one. */
export async function show(main, { signal }) {
  const list = el('div', {});
  const id = field('App ID', { autocapitalize: 'none', placeholder: 'shop' }, 'Left out: one is made.');
  const name = field('Name', {});
  const mode = choice('Mode', ['live', 'trial', 'sandbox'].map((each) => [each, each]));
  const quota = field('Quota', { inputmode: 'numeric' }, 'Sends in all; left out: no limit.');
  let after = null;
  let shown = [];

  fill(main, el('h1', {}, 'Apps'),
    list,
    el('section', { class: 'card' }, el('h2', {}, 'New app'),
      form('Create app', [id, name, mode, quota], async () => {
        const body = { name: name.value, mode: mode.value };
        if (id.value) {
          body.id = id.value;
        }
        if (quota.value) {
          body.quota = Number(quota.value);
        }
        const app = await api.createApp(body);
        location.hash = `#/apps/${encodeURIComponent(app.id)}`;
      }, { class: 'wide', 'aria-label': 'New app' })));
  await more();

  async function more() {
    const page = await api.apps({ limit: 100, cursor: after }, signal);
    after = page.next_cursor;
    shown = [...shown, ...page.data];
    fill(list, tableOf('Apps', [
      ['App', (app) => el('a', { href: `#/apps/${encodeURIComponent(app.id)}` }, app.id)],
      ['Name', (app) => app.name],
      ['Mode', (app) => badge(app.mode)],
      ['Status', (app) => badge(app.status)],
      ['Owner', (app) => app.owner],
      ['Created', (app) => time(app.created_at)],
    ], shown, 'There is none yet.'),
    after && button('More', more));
  }
}
