import * as api from '../api.js';
import { deliveryColumns } from '../callbacks.js';
import { el, fill } from '../dom.js';
import { badge, button, choice, confirm, field, notice, say, tableOf, time } from '../parts.js';

const TYPES = ['otp.sent', 'otp.delivered', 'otp.undelivered', 'otp.verified', 'otp.expired', 'otp.failed',
  'otp.rejected'];
const options = (names) => [['', 'all'], ...names.map((name) => [name, name])];

/** Callbacks of all apps, and those that are told again. */
export async function show(main, { signal }) {
  const onchange = () => anew().catch(say);
  const app = field('App', { autocapitalize: 'none', type: 'search', 'data-search': true, onchange });
  const state = choice('State', options(['pending', 'delivered', 'exhausted']), { onchange });
  const type = choice('Event', options(TYPES), { onchange });
  const host = field('Host', { type: 'search', placeholder: 'shop.example', onchange });
  const session = field('Session', { type: 'search', onchange });
  const list = el('div', {});
  const replays = el('div', {});
  let shown = [];
  let after = null;
  let look = 0;

  fill(main,
    el('div', { class: 'head' }, el('h1', {}, 'Deliveries'),
      el('div', { class: 'bar' }, [app, state, type, host, session].map(({ element }) => element),
        button('Look again', anew), button('Replay all of these', replayAll, { class: 'danger' }))),
    list,
    el('h2', {}, 'Replays of many'), replays);
  await Promise.all([anew(), drawReplays()]);

  function filter() {
    return Object.fromEntries(
      Object.entries({ app, state, type, host, session })
        .map(([name, { value }]) => [name, value])
        .filter(([, value]) => value));
  }

  async function anew() {
    shown = [];
    after = null;
    await more();
  }

  /** A page may be empty and yet not be the last; what was asked for before is not shown. */
  async function more() {
    const mine = ++look;
    const page = await api.deliveries({ ...filter(), limit: 50, cursor: after }, signal);
    if (mine !== look) {
      return;
    }
    after = page.next_cursor;
    shown = [...shown, ...page.data];
    fill(list, tableOf('Deliveries', [
      ['Happened', (delivery) => el('a', { href: `#/sessions/${delivery.session_id}` }, time(delivery.occurred_at))],
      ['App', (delivery) => delivery.app],
      ...deliveryColumns(signal, anew),
    ], shown, after ? 'None so far.' : 'There are none like that.'),
    after && button('Older', more));
  }

  async function replayAll() {
    const wanted = { state: 'exhausted', ...filter() };
    const told = Object.entries(wanted).map((pair) => pair.join(' ')).join(', ');
    if (await confirm('Tell many callbacks again?',
      `${told}: all that ended before now, 100 a second, behind what is told for the first time.`, 'Replay')) {
      await api.beginReplay(wanted, 100);
      notice('It has begun.');
      await drawReplays();
    }
  }

  async function drawReplays() {
    const { data } = await api.replays(signal);
    fill(replays, tableOf('Replays', [
      ['Begun', (replay) => time(replay.started_at)],
      ['Of', (replay) => Object.entries(replay.filter).map((pair) => pair.join(' ')).join(', ') || 'all'],
      ['State', (replay) => badge(replay.state)],
      ['Told again', (replay) => `${replay.replayed} of ${replay.total}${replay.counted ? '' : ' or more'}`],
      ['Left out', (replay) => replay.skipped],
      ['Done by', (replay) => time(replay.ended_at ?? replay.eta)],
      ['Do', (replay) => replay.state === 'running' && button('Cancel', () => cancel(replay))],
    ], data, 'There were none.'),
    button('Look at replays', drawReplays));
  }

  async function cancel(replay) {
    if (await confirm('Cancel the replay?', 'Nothing more becomes due; what has become due is told.', 'Cancel it')) {
      await api.cancelReplay(replay.id);
      await drawReplays();
    }
  }
}
