// The frame around the views, and which of them is shown: the part of the URL behind the #, which
// never leaves the browser.

import * as api from './api.js';
import { el, fill } from './dom.js';
import { help, listen } from './keys.js';
import { choice, explain } from './parts.js';
import * as app from './views/app.js';
import * as apps from './views/apps.js';
import * as audit from './views/audit.js';
import * as blocks from './views/blocks.js';
import * as checks from './views/checks.js';
import * as deliveries from './views/deliveries.js';
import * as endpoints from './views/endpoints.js';
import * as gateways from './views/gateways.js';
import * as login from './views/login.js';
import * as overview from './views/overview.js';
import * as requests from './views/requests.js';
import * as session from './views/session.js';
import * as templates from './views/templates.js';
import * as tryIt from './views/try.js';

/** `own` views show one app; `admin` ones are for administrators. */
const VIEWS = [
  { path: /^requests$/, view: requests, link: 'requests', name: 'Requests', own: true },
  { path: /^sessions\/([^/]+)$/, view: session, name: 'Session' },
  { path: /^try$/, view: tryIt, link: 'try', name: 'Try it', own: true },
  { path: /^overview$/, view: overview, link: 'overview', name: 'Overview', own: true },
  { path: /^apps$/, view: apps, link: 'apps', name: 'Apps', admin: true },
  { path: /^apps\/([^/]+)$/, view: app, name: 'App', admin: true },
  { path: /^apps\/([^/]+)\/checks$/, view: checks, name: 'Checks', admin: true },
  { path: /^apps\/([^/]+)\/templates$/, view: templates, name: 'Templates', admin: true },
  { path: /^gateways$/, view: gateways, link: 'gateways', name: 'Gateways', admin: true },
  { path: /^endpoints$/, view: endpoints, link: 'endpoints', name: 'Endpoints', own: true, admin: true },
  { path: /^deliveries$/, view: deliveries, link: 'deliveries', name: 'Deliveries', admin: true },
  { path: /^blocks$/, view: blocks, link: 'blocks', name: 'Blocks', admin: true },
  { path: /^audit$/, view: audit, link: 'audit', name: 'Audit', admin: true },
];

const main = el('main', { id: 'main', tabindex: '-1' });
const header = el('header', {});
const notices = el('div', { id: 'notices', role: 'status' });

/** Ends what the view before had under way. */
let leave = new AbortController();

const visible = () => VIEWS.filter(({ admin }) => !admin || api.isAdmin());

async function show() {
  leave.abort();
  leave = new AbortController();
  const { signal } = leave;
  document.querySelectorAll('dialog').forEach((dialog) => dialog.close());
  if (!api.user()) {
    fill(header, brand());
    document.title = 'Log in – Sandi';
    login.show(main, { done: () => (location.hash === '#/requests' ? show() : go('requests')) });
    return;
  }
  const path = decodeURI(location.hash.replace(/^#\/?/, ''));
  const found = visible().find((view) => view.path.test(path));
  if (!found) {
    go('requests');
    return;
  }
  document.title = `${found.name} – Sandi`;
  await frame(found, signal);
  if (signal.aborted) {
    return;
  }
  if (found.own && !api.app()) {
    fill(main, el('h1', {}, found.name),
      el('p', { class: 'empty' }, 'There is no app yet. ', el('a', { href: '#/apps' }, 'Create one')));
    return;
  }
  try {
    await found.view.show(main, { signal, id: path.match(found.path)[1] });
  } catch (failure) {
    if (failure.name !== 'AbortError' && !signal.aborted) {
      fill(main, el('h1', {}, found.name), el('p', { class: 'problem', role: 'alert' }, explain(failure)));
    }
  }
  if (!signal.aborted && !main.contains(document.activeElement)) {
    main.focus({ preventScroll: true });
  }
}

function go(place) {
  location.hash = `#/${place}`;
}

const brand = () =>
  el('a', { class: 'brand', href: '#/requests' },
    el('img', { src: 'console/icon.svg', alt: '', width: 24, height: 24 }), 'Sandi');

async function frame(current, signal) {
  const links = visible().filter(({ link }) => link);
  const chooser = api.isAdmin() ? await appChooser(signal) : el('span', { class: 'who' }, api.app());
  if (signal.aborted) {
    return;
  }
  fill(header,
    brand(),
    el('nav', { 'aria-label': 'Views' },
      links.map(({ link, name }) =>
        el('a', { href: `#/${link}`, 'aria-current': current.name === name ? 'page' : null }, name))),
    el('div', { class: 'aside' },
      chooser,
      el('button', { class: 'quiet', onclick: help, 'aria-label': 'Keys' }, '?'),
      el('button', {
        class: 'quiet',
        onclick() {
          api.logOut();
          show();
        },
      }, 'Log out')));
}

async function appChooser(signal) {
  let known;
  try {
    known = (await api.apps({ limit: 500 }, signal)).data;
  } catch {
    known = api.app() ? [{ id: api.app() }] : [];
  }
  if (!known.some(({ id }) => id === api.app())) {
    api.chooseApp((known.find(({ id }) => id === 'demo') ?? known[0])?.id ?? null);
  }
  const chooser = choice('App', known.map(({ id }) => [id, id]), {
    onchange() {
      api.chooseApp(chooser.value);
      show();
    },
  });
  chooser.value = api.app();
  return chooser.element;
}

listen((place) => api.user() && visible().some(({ link }) => link === place));
document.body.append(el('a', { class: 'skip', href: '#main', onclick(event) {
  event.preventDefault();
  main.focus();
} }, 'Skip to content'), header, main, notices);
addEventListener('hashchange', show);
addEventListener('logged-out', show);
show();
