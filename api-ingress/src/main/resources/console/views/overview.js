import * as api from '../api.js';
import { el, fill, svg } from '../dom.js';
import { badge, choice, explain, facts, poll, say, span, tableOf, time } from '../parts.js';

const STAGES = {
  accepted: 'Request to 201',
  sent: 'Request to gateway',
  delivered: 'Gateway to delivery report',
  verified: 'Delivery to verified',
  called_back: 'Event to callback answered',
};
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
  const stages = el('div', {});
  const callbacks = el('div', {});
  const health = el('div', {});
  const endpoints = el('div', {});
  fill(main,
    el('div', { class: 'head' }, el('h1', {}, 'Overview'), el('div', { class: 'bar' }, hours.element)),
    problem,
    el('div', { class: 'columns' },
      el('section', { class: 'card' }, el('h2', {}, 'Funnel'), funnel),
      el('section', { class: 'card' }, el('h2', {}, 'Refused, rejected, failed'), refusals)),
    el('div', { class: 'columns' },
      el('section', { class: 'card' }, el('h2', {}, 'How long it takes'), stages),
      el('section', { class: 'card' }, el('h2', {}, 'Callbacks'), callbacks, health)),
    el('section', { class: 'card' }, el('h2', {}, 'Over time'), chart,
      el('details', {}, el('summary', {}, 'In numbers'), numbers)),
    api.isAdmin() && [
      el('section', {}, el('h2', {}, 'Gateways'), gateways),
      el('section', {}, el('h2', {}, 'Endpoints that are not open'), endpoints)]);
  await look();
  poll(signal, 5000, look).onfailure = (failure) => fill(problem, explain(failure));

  async function look() {
    await Promise.all([draw(), ...(api.isAdmin() ? [drawGateways(), drawHealth()] : [])]);
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
    fill(stages, tableOf('How long it takes', [
      ['Stage', ({ stage }) => STAGES[stage] ?? stage],
      ['Half within', ({ p50_ms: millis }) => took(millis)],
      ['99 % within', ({ p99_ms: millis }) => took(millis)],
      ['Of', ({ count }) => el('span', { class: 'code' }, count)],
    ], found.stages, ''),
    el('p', { class: 'hint' }, 'p50 and p99, exact to 5 %.', found.timed_at && [' Counted at ', time(found.timed_at), '.']));
    fill(callbacks, ended(found.callbacks));
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

  async function drawHealth() {
    let found;
    try {
      found = await api.callbackHealth(api.app(), signal);
    } catch (failure) {
      if (failure.name === 'AbortError') {
        throw failure;
      }
      fill(health);
      fill(endpoints, el('p', { class: 'empty' }, failure.message));
      return;
    }
    const { open, ...others } = found.endpoints;
    fill(health, facts([
      ['Oldest that is due', found.oldest_due_seconds ? span(1000 * found.oldest_due_seconds) : 'none'],
      ['Endpoints', [`${open} open`, ...Object.entries(others).filter(([, count]) => count > 0)
        .map(([gate, count]) => `${count} ${gate}`)].join(', ')],
    ]));
    fill(endpoints, tableOf('Endpoints that are not open', [
      ['Origin', (endpoint) => endpoint.origin],
      ['Gate', (endpoint) => badge(endpoint.gate)],
      ['Reason', (endpoint) => endpoint.reason],
      ['Since', (endpoint) => time(endpoint.since)],
      ['Next probe', (endpoint) => time(endpoint.next_probe_at)],
      ['Waiting', (endpoint) => endpoint.pending],
    ], found.shut, `All endpoints of ${api.app()} are open.`));
  }
}

const took = (millis) => millis !== undefined && el('span', { class: 'code' }, span(millis));

/** Of those that have ended, how many ended well: never all of them by rounding. */
function ended({ delivered, exhausted, failing }) {
  const whole = delivered + exhausted;
  return whole + failing === 0
    ? el('p', { class: 'empty' }, 'None were attempted.')
    : facts([
      ['Ended well', whole === 0 ? 'none yet' : `${Math.floor((1000 * delivered) / whole) / 10} %`],
      ['Delivered', delivered],
      ['Given up', exhausted],
      ['Failing, tried again', failing],
    ]);
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
