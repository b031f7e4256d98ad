import * as api from '../api.js';
import { el, fill } from '../dom.js';
import { badge, choice, facts, say, tableOf, time } from '../parts.js';

const MOST = 1000;
const HOUR = 3_600_000;

/** A state is the last one: whatever was verified was sent, and whatever has a report, too. */
const SENT = ['sent', 'undelivered', 'delivered', 'expired', 'verified'];
const DELIVERED = ['delivered', 'verified'];

/** How requests of the last time ended, and what is in trouble. */
export async function show(main, { signal }) {
  const window = choice('Time', [[1, 'last hour'], [24, 'last day']], { onchange: () => draw().catch(say) });
  const funnel = el('div', {});
  const refusals = el('div', {});
  const gateways = el('div', {});
  const endpoints = el('div', {});
  fill(main,
    el('div', { class: 'head' }, el('h1', {}, 'Overview'), el('div', { class: 'bar' }, window.element)),
    el('div', { class: 'columns' },
      el('section', { class: 'card' }, el('h2', {}, 'Funnel'), funnel),
      el('section', { class: 'card' }, el('h2', {}, 'Refused, rejected, failed'), refusals)),
    api.isAdmin() && [
      el('section', {}, el('h2', {}, 'Gateways'), gateways),
      el('section', {}, el('h2', {}, 'Endpoints that are not open'), endpoints)]);
  await Promise.all([draw(), ...(api.isAdmin() ? [drawGateways(), drawEndpoints()] : [])]);

  async function draw() {
    const from = Date.now() - window.value * HOUR;
    const { items, complete } = await recent(from, signal);
    const accepted = items.filter((item) => item.status !== 'refused');
    const count = (states) => accepted.filter((item) => states.includes(item.status)).length;
    fill(funnel,
      bars([
        ['requested', accepted.length],
        ['sent', count(SENT)],
        ['delivered', count(DELIVERED)],
        ['verified', count(['verified'])],
      ], accepted.length),
      el('p', { class: 'hint' },
        complete
          ? `Of all ${items.length} requests of that time.`
          : [`Of the last ${items.length} requests, since `, time(items.at(-1).requested_at), '.'],
        ' What expired counts as sent, and not as delivered.'));
    const reasons = tally(items.filter((item) => item.error ?? item.reason)
      .map((item) => `${item.status}: ${item.error ?? item.reason}`));
    fill(refusals, reasons.length === 0
      ? el('p', { class: 'empty' }, 'None.')
      : bars(reasons, items.length));
  }

  async function drawGateways() {
    const { gateways: found } = await api.gateways(signal);
    fill(gateways, tableOf('Gateways', [
      ['Gateway', (gateway) => gateway.name],
      ['Kind', (gateway) => gateway.kind],
      ['Enabled', (gateway) => (gateway.enabled ? 'yes' : 'no')],
      ['Connected', (gateway) => gateway.status && (gateway.status.connected ? 'yes' : 'no')],
      ['Breaker', (gateway) => gateway.breaker && badge(gateway.breaker)],
      ['Detail', (gateway) => gateway.status?.detail],
      ['Figures', (gateway) => gateway.status && facts(Object.entries(gateway.status.figures))],
    ], found, 'There are none.'));
  }

  async function drawEndpoints() {
    let found = [];
    try {
      found = (await api.endpoints(api.app(), {}, signal)).data;
    } catch (failure) {
      if (failure.name === 'AbortError') {
        throw failure;
      }
      fill(endpoints, el('p', { class: 'empty' }, failure.message));
      return;
    }
    fill(endpoints, tableOf('Endpoints that are not open', [
      ['Origin', (endpoint) => endpoint.origin],
      ['Gate', (endpoint) => badge(endpoint.gate)],
      ['Reason', (endpoint) => endpoint.reason],
      ['Since', (endpoint) => time(endpoint.since)],
      ['Next probe', (endpoint) => time(endpoint.next_probe_at)],
      ['Waiting', (endpoint) => endpoint.pending],
    ], found.filter((endpoint) => endpoint.gate !== 'open'), `All endpoints of ${api.app()} are open.`));
  }
}

/** The requests since a time: at most {@link MOST}, as a page each is cheap for the service. */
async function recent(from, signal) {
  const items = [];
  let cursor = null;
  do {
    const page = await api.requests({ limit: 100, cursor }, signal);
    for (const item of page.data) {
      if (new Date(item.requested_at).getTime() < from) {
        return { items, complete: true };
      }
      items.push(item);
    }
    cursor = page.next_cursor;
  } while (cursor && items.length < MOST);
  return { items, complete: !cursor };
}

function tally(names) {
  const counts = new Map();
  names.forEach((name) => counts.set(name, (counts.get(name) ?? 0) + 1));
  return [...counts].sort((one, other) => other[1] - one[1]).slice(0, 10);
}

function bars(counts, whole) {
  return el('ul', { class: 'bars' }, counts.map(([name, count]) => el('li', {},
    el('span', {}, name),
    el('meter', { min: 0, max: Math.max(whole, 1), value: count, 'aria-label': name }),
    el('span', { class: 'code' }, count, whole > 0 && ` · ${Math.round((100 * count) / whole)} %`))));
}
