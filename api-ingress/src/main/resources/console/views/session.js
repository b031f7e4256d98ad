import * as api from '../api.js';
import { deliveryColumns } from '../callbacks.js';
import { el, fill, keyed } from '../dom.js';
import { badge, copyable, facts, poll, span, tableOf, time } from '../parts.js';

const TONES = { verified: 'good', delivered: 'good', failed: 'bad', exhausted: 'bad', rejected: 'bad',
  undelivered: 'warn', expired: 'warn' };

/** What became of one code, step by step, and who was told. */
export async function show(main, { signal, id }) {
  const head = el('div', {});
  const timeline = el('ol', { class: 'timeline', 'aria-label': 'Timeline' });
  const more = api.isAdmin() ? { checks: el('div', {}), callbacks: el('div', {}) } : null;
  let before = '';

  fill(main, head,
    el('h2', {}, 'Timeline'), timeline,
    more && [el('h2', {}, 'Checks'), more.checks, el('h2', {}, 'Callbacks'), more.callbacks]);
  const events = keyed(timeline, ({ event, number }) => `${event.at} ${event.type} ${number}`, step);

  await look();
  poll(signal, api.isAdmin() ? 5000 : 2000, look);

  async function look() {
    const session = await api.session(id, signal);
    const text = JSON.stringify(session);
    if (text !== before) {
      before = text;
      fill(head, ...title(session));
      events(session.events.map((event, number) => ({ event, number, last: session.events[number - 1]?.at })));
    }
    if (more) {
      await Promise.all([checks(), callbacks()]);
    }
  }

  async function checks() {
    let found = [];
    try {
      found = (await api.checks(id, signal)).checks;
    } catch (failure) {
      if (failure.status !== 404) {
        throw failure;
      }
    }
    redraw(more.checks, found, () => tableOf('Checks', [
      ['Check', (check) => check.check],
      ['Outcome', (check) => badge(check.outcome)],
      ['Reason', (check) => check.reason],
      ['Evidence', (check) => check.evidence && el('code', {}, JSON.stringify(check.evidence))],
      ['Decided', (check) => time(check.decided_at)],
    ], found, 'Nothing is known of checks.'));
  }

  async function callbacks() {
    const found = (await api.deliveries({ session: id, limit: 100 }, signal)).data;
    redraw(more.callbacks, found, () => tableOf('Callbacks', deliveryColumns(signal, look), found,
      'There are no callbacks: no callback URL was given.'));
  }
}

/** Draws anew only what has changed, so that a button stays under the finger. */
function redraw(place, data, draw) {
  const text = JSON.stringify(data);
  if (place.dataset.shown !== text) {
    place.dataset.shown = text;
    fill(place, draw());
  }
}

function title(session) {
  return [
    el('div', { class: 'head' }, el('h1', {}, 'Session ', badge(session.status)),
      el('a', { href: '#/requests' }, 'All requests')),
    facts([
      ['Session', el('span', { class: 'code' }, session.session_id, ' ', copyable(session.session_id))],
      ['App', session.app],
      ['Number', session.msisdn],
      ['Reason', session.reason],
      ['Challenge', session.challenge],
      ['Requested', time(session.requested_at)],
      ['Code ends', session.expires_at && time(session.expires_at)],
      ['User agent', session.user_agent],
    ]),
  ];
}

function step({ event, last }) {
  const tone = TONES[event.type.split('.')[1]] ?? 'calm';
  return el('li', { class: tone },
    el('div', { class: 'what' },
      el('strong', {}, event.type),
      event.details.callback_type && el('span', {}, ` ${event.details.callback_type}`),
      el('span', { class: 'when' }, time(event.at),
        last && el('span', { class: 'later' }, ` +${span(new Date(event.at) - new Date(last))}`))),
    facts(Object.entries(event.details).filter(([name]) => name !== 'callback_type')));
}
