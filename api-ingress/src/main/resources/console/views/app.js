import * as api from '../api.js';
import { el, fill } from '../dom.js';
import { badge, button, confirm, copyable, facts, field, form, notice, tableOf, time } from '../parts.js';

/** One app: whether it may send, how much, and by which keys. */
export async function show(main, { signal, id: part }) {
  const id = decodeURIComponent(part);
  const head = el('div', {});
  const quota = el('div', {});
  const keys = el('div', {});
  const made = el('div', { 'aria-live': 'polite' });
  const name = field('Name of the key', { placeholder: 'checkout' });
  const limit = field('Limit', { inputmode: 'numeric' }, 'Sends in all; empty: no limit.');

  fill(main, head,
    el('div', { class: 'columns' },
      el('section', { class: 'card' }, el('h2', {}, 'Quota'), quota,
        form('Set quota', [limit], async () => {
          const text = limit.value;
          await api.setQuota(id, text === '' ? null : Number(text));
          notice('The quota is set.');
          await drawQuota();
        }, { 'aria-label': 'Quota' })),
      el('section', { class: 'card' }, el('h2', {}, 'New key'),
        form('Create key', [name], async () => {
          const key = await api.createKey(id, name.value ? { name: name.value } : {});
          name.value = '';
          api.keepTrialKey(id, key.key);
          fill(made, el('div', { class: 'secret' },
            el('p', {}, 'Shown this once, and stored nowhere:'),
            el('code', {}, key.key), ' ', copyable(key.key)));
          await drawKeys();
        }, { 'aria-label': 'New key' }), made)),
    el('h2', {}, 'Keys'), keys);
  await Promise.all([drawHead(), drawQuota(), drawKeys()]);

  async function drawHead() {
    const app = await api.oneApp(id, signal);
    const active = app.status === 'active';
    fill(head,
      el('div', { class: 'head' }, el('h1', {}, app.name, ' ', badge(app.status)),
        el('div', { class: 'bar' },
          el('a', { href: `#/apps/${part}/checks` }, 'Checks'),
          el('a', { href: `#/apps/${part}/templates` }, 'Templates'),
          button('Its requests', () => {
            api.chooseApp(id);
            location.hash = '#/requests';
          }),
          button(active ? 'Suspend' : 'Resume', () => turn(active), { class: active ? 'danger' : null }))),
      facts([
        ['App ID', el('span', { class: 'code' }, app.id)],
        ['Mode', app.mode],
        ['Owner', app.owner],
        ['Requests a second', app.limits.requests_per_second],
        ['Waits between sends', app.limits.resend_waits.map((wait) => `${wait} s`).join(', ')],
        ['Sends to one number', `${app.limits.sends_per_hour} an hour, ${app.limits.sends_per_day} a day`],
        ['Code', `${app.code.length}, ${app.code.alphabet}`],
        ['Check modes', Object.entries(app.check_modes).map((mode) => mode.join(': ')).join(', ')],
        ['Created', time(app.created_at)],
        ['Changed', time(app.changed_at)],
      ]));
  }

  async function turn(active) {
    const meant = await confirm(active ? `Suspend ${id}?` : `Resume ${id}?`,
      active
        ? 'All its requests are refused from now on, until it is resumed.'
        : 'Its keys are let in again.',
      active ? 'Suspend' : 'Resume');
    if (meant) {
      await (active ? api.suspend(id) : api.resume(id));
      await drawHead();
    }
  }

  async function drawQuota() {
    const now = await api.quota(id, signal);
    limit.value = now.limit ?? '';
    fill(quota, facts([
      ['Limit', now.limit ?? 'none'], ['Used', now.used], ['Remaining', now.remaining]]));
  }

  async function drawKeys() {
    const { data } = await api.keys(id, signal);
    fill(keys, tableOf('Keys', [
      ['Name', (key) => key.name],
      ['Begins with', (key) => el('span', { class: 'code' }, `${key.prefix}…`)],
      ['Created', (key) => time(key.created_at)],
      ['Last used', (key) => time(key.last_used_at)],
      ['Expires', (key) => time(key.expires_at)],
      ['Do', (key) => (key.revoked
        ? el('span', { class: 'badge bad' }, 'revoked')
        : button('Revoke', () => revoke(key), { class: 'danger' }))],
    ], data, 'It has no keys, so nobody can use it.'));
  }

  async function revoke(key) {
    const meant = await confirm(`Revoke ${key.name || key.prefix}?`,
      'Requests with it are refused from now on. A key is never revived.', 'Revoke');
    if (meant) {
      await api.revokeKey(id, key.id);
      await drawKeys();
    }
  }
}
