import * as api from '../api.js';
import { el, fill, keyed } from '../dom.js';
import { badge, button, choice, explain, field, poll, row, table, time } from '../parts.js';

const STATES = ['refused', 'requested', 'sent', 'undelivered', 'delivered', 'expired', 'failed',
  'rejected', 'verified'];
const PAGE = 50;
const MOST = 1000;

/** Every call of an administrator is put on record, so they look less often. */
const pause = () => (api.isAdmin() ? 5000 : 2000);

const idOf = (request) => request.session_id ?? request.request_id;

const COLUMNS = [
  ['Time', (request) => request.session_id
    ? el('a', { href: `#/sessions/${request.session_id}` }, time(request.requested_at))
    : time(request.requested_at)],
  ['Outcome', (request) => badge(request.status)],
  ['HTTP', (request) => el('span', { class: request.http_status < 400 ? 'code' : 'code bad' }, request.http_status)],
  ['Number', (request) => request.msisdn && el('span', { class: 'code' }, request.msisdn)],
  ['Why', (request) => request.error ?? request.reason],
  ['User agent', (request) => request.user_agent && el('span', { class: 'agent' }, request.user_agent)],
];

/** What the app has asked for, the newest first, as it happens. */
export async function show(main, { signal }) {
  let items = [];
  let older = null;
  let wentOn = false;
  const status = choice('Outcome', [['', 'all'], ...STATES.map((state) => [state, state])],
    { onchange: restart });
  const msisdn = field('Number', { type: 'search', inputmode: 'tel', placeholder: '628…',
    'data-search': true, onchange: restart });
  const body = el('tbody');
  const rows = keyed(body, idOf, (request) => row(COLUMNS, request));
  const empty = el('p', { class: 'empty', hidden: true });
  const problem = el('p', { class: 'problem', role: 'alert' });
  const more = button('Older', goOn, { hidden: true });
  const live = el('button', { 'data-pause': true, class: 'live', 'aria-pressed': 'false', onclick: toggle },
    'Pause');

  fill(main,
    el('div', { class: 'head' }, el('h1', {}, 'Requests'),
      el('div', { class: 'bar' }, status.element, msisdn.element, live)),
    problem, table('Requests', COLUMNS, body), empty, more);

  const polling = poll(signal, pause(), look);
  polling.onfailure = (failure) => fill(problem, explain(failure));
  await polling.now();

  function filter() {
    return { limit: PAGE, status: status.value, msisdn: msisdn.value };
  }

  /** The newest page replaces what it covers; what is older stays, unless something is between. */
  async function look() {
    const asked = JSON.stringify(filter());
    const page = await api.requests(filter(), signal);
    if (asked !== JSON.stringify(filter())) {
      return;
    }
    const last = page.data.at(-1);
    const joins = !last || items.some((item) => idOf(item) >= idOf(last));
    wentOn = wentOn && joins && page.next_cursor !== null;
    const beyond = wentOn ? items.filter((item) => !last || idOf(item) < idOf(last)) : [];
    if (!wentOn) {
      older = page.next_cursor;
    }
    items = [...page.data, ...beyond].slice(0, MOST);
    fill(problem);
    draw();
  }

  async function goOn() {
    const page = await api.requests({ ...filter(), cursor: older }, signal);
    items = [...items, ...page.data];
    older = page.next_cursor;
    wentOn = true;
    draw();
  }

  function draw() {
    rows(items);
    more.hidden = !older || items.length >= MOST;
    empty.hidden = items.length > 0;
    fill(empty, status.value || msisdn.value ? 'None of the latest are like that.' : ['No requests yet. ',
      el('a', { href: '#/try' }, 'Send one')]);
  }

  function restart() {
    items = [];
    older = null;
    wentOn = false;
    polling.now();
  }

  function toggle() {
    polling.paused = !polling.paused;
    live.setAttribute('aria-pressed', String(polling.paused));
    fill(live, polling.paused ? 'Go on' : 'Pause');
    polling.now();
  }
}
