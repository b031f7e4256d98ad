import * as api from '../api.js';
import { el, fill, svg } from '../dom.js';
import { badge, choice, explain, facts, poll, say, tableOf, time } from '../parts.js';

const WIDTH = 720;
const HEIGHT = 150;

/** How requests of the last time ended, and what is in trouble; live. */
export async function show(main, { signal }) {
  const hours = choice('Time', [[1, 'last hour'], [24, 'last day']], { onchange: () => draw().catch(say) });
  const problem = el('p', { class: 'problem', role: 'alert' });
  const funnel = el('div', {});
  const refusals = el('div', {});
  const chart = el('div', {});
  const numbers = el('div', {});
  const gateways = el('div', {});
  const endpoints = el('div', {});
  fill(main,
    el('div', { class: 'head' }, el('h1', {}, 'Overview'), el('div', { class: 'bar' }, hours.element)),
    problem,
    el('div', { class: 'columns' },
      el('section', { class: 'card' }, el('h2', {}, 'Funnel'), funnel),
      el('section', { class: 'card' }, el('h2', {}, 'Refused, rejected, failed'), refusals)),
    el('section', { class: 'card' }, el('h2', {}, 'Over time'), chart,
      el('details', {}, el('summary', {}, 'In numbers'), numbers)),
    api.isAdmin() && [
      el('section', {}, el('h2', {}, 'Gateways'), gateways),
      el('section', {}, el('h2', {}, 'Endpoints that are not open'), endpoints)]);
  await look();
  poll(signal, 5000, look).onfailure = (failure) => fill(problem, explain(failure));

  async function look() {
    await Promise.all([draw(), ...(api.isAdmin() ? [drawGateways(), drawEndpoints()] : [])]);
    fill(problem);
  }

  async function draw() {
    const asked = hours.value;
    const found = await api.funnel(asked, signal);
    if (asked !== hours.value) {
      return;
    }
    const { requested, sent, delivered, verified, refused } = found.total;
    fill(funnel,
      bars([['requested', requested], ['sent', sent], ['delivered', delivered], ['verified', verified]], requested),
      el('p', { class: 'hint' },
        found.counted_at ? ['Counted at ', time(found.counted_at), '. '] : 'Nothing is counted yet. ',
        'What expired counts as sent, and not as delivered.'));
    fill(refusals, found.reasons.length === 0
      ? el('p', { class: 'empty' }, 'None.')
      : bars(found.reasons.map(({ status, reason, count }) => [`${status}: ${reason}`, count]),
        requested + refused));
    fill(chart, columns(found));
    fill(numbers, tableOf('Over time', [
      ['From', (step) => time(step.at)],
      ...['requested', 'sent', 'delivered', 'verified', 'refused'].map((name) =>
        [name, (step) => el('span', { class: 'code' }, step.counts[name])]),
    ], found.steps, 'Nothing yet.'));
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

function bars(counts, whole) {
  return el('ul', { class: 'bars' }, counts.map(([name, count]) => el('li', {},
    el('span', {}, name),
    el('meter', { min: 0, max: Math.max(whole, 1), value: count, 'aria-label': name }),
    el('span', { class: 'code' }, count, whole > 0 && ` · ${Math.round((100 * count) / whole)} %`))));
}

/** A column for each step: all that was asked, of it what was accepted, and what was verified. */
function columns({ steps, step_seconds: seconds }) {
  const most = Math.max(1, ...steps.map(({ counts }) => counts.requested + counts.refused));
  const wide = WIDTH / steps.length;
  const part = (place, amount, tone) => {
    const height = (HEIGHT * amount) / most;
    return svg('rect', { class: tone, x: place * wide + 2, y: HEIGHT - height, width: wide - 4, height });
  };
  return [
    svg('svg', { class: 'chart', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img',
      'aria-label': `Requests by ${seconds / 60} minutes, at most ${most}` },
      steps.map(({ at, counts }, place) => svg('g', {},
        svg('title', {}, `${new Date(at).toLocaleTimeString()}: ${counts.requested} requested, `
          + `${counts.verified} verified, ${counts.refused} refused`),
        part(place, counts.requested + counts.refused, 'refused'),
        part(place, counts.requested, 'requested'),
        part(place, counts.verified, 'verified')))),
    el('p', { class: 'hint legend' },
      time(steps[0].at), ' to now, by ', seconds / 60, ' minutes, at most ', most, ' each: ',
      ['verified', 'requested', 'refused'].map((name) => [el('span', { class: `key ${name}` }), ` ${name} `])),
  ];
}
