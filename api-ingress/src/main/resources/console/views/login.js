import * as api from '../api.js';
import { el, fill } from '../dom.js';
import { field, form } from '../parts.js';

/** Logging in as an app, or as an administrator. */
export function show(main, { done }) {
  const id = field('App ID', { autocomplete: 'username', autocapitalize: 'none', required: true });
  const key = field('API key', { type: 'password', required: true });
  const token = field('Admin token', { type: 'password', required: true },
    'SANDI_ADMIN_TOKEN of the service');
  const ofApp = form('Log in', [id, key], async () => {
    await api.logIn({ app: id.value, key: key.value });
    done();
  }, { 'aria-label': 'App' });
  const ofAdmin = form('Log in', [token], async () => {
    await api.logIn({ token: token.value });
    done();
  }, { 'aria-label': 'Administrator', hidden: true });

  const tab = (name, shown, other, chosen) =>
    el('button', {
      type: 'button',
      'aria-pressed': String(chosen),
      onclick(event) {
        shown.hidden = false;
        other.hidden = true;
        for (const button of event.target.parentNode.children) {
          button.setAttribute('aria-pressed', String(button === event.target));
        }
        shown.querySelector('input').focus();
      },
    }, name);

  fill(main, el('div', { class: 'login card' },
    el('h1', {}, 'Log in'),
    el('div', { class: 'tabs', role: 'group', 'aria-label': 'Log in as' },
      tab('App', ofApp, ofAdmin, true), tab('Administrator', ofAdmin, ofApp, false)),
    ofApp,
    ofAdmin,
    el('p', { class: 'hint' }, 'Kept for this tab until it is closed, and sent to this service alone. ',
      el('a', { href: 'docs/guides' }, 'Guides'), ', ',
      el('a', { href: 'docs' }, 'API reference'))));
  id.input.focus();
}
