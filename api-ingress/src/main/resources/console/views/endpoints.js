import * as api from '../api.js';
import { attemptsTable } from '../callbacks.js';
import { el, fill } from '../dom.js';
import { badge, button, confirm, field, form, notice, tableOf, time, verbatim } from '../parts.js';

/** Where an app's callbacks go, and whether they do. */
export async function show(main, { signal }) {
  const id = api.app();
  const list = el('div', {});
  const tried = el('div', { 'aria-live': 'polite' });
  const url = field('URL', { type: 'url', placeholder: 'https://…' });
  const type = field('Event', { placeholder: 'sandi.test' }, 'Its data are made up.');
  let shown = [];
  let after = null;

  fill(main,
    el('div', { class: 'head' }, el('h1', {}, `Endpoints of ${id}`), button('Look again', anew)),
    list,
    el('section', { class: 'card' }, el('h2', {}, 'Call a URL for a test'),
      form('Call', [url, type], test, { class: 'wide', 'aria-label': 'Call a URL for a test' }), tried));
  await anew();

  async function anew() {
    shown = [];
    after = null;
    await more();
  }

  async function more() {
    const page = await api.endpoints(id, { limit: 100, cursor: after }, signal);
    after = page.next_cursor;
    shown = [...shown, ...page.data];
    fill(list, tableOf('Endpoints', [
      ['Origin', (endpoint) => endpoint.origin],
      ['Gate', (endpoint) => badge(endpoint.gate)],
      ['Reason', (endpoint) => endpoint.reason],
      ['Since', (endpoint) => time(endpoint.since)],
      ['Next probe', (endpoint) => time(endpoint.next_probe_at)],
      ['Failing since', (endpoint) => time(endpoint.failing_since)],
      ['Waiting', (endpoint) => endpoint.pending],
      ['Do', (endpoint) => (endpoint.gate === 'open'
        ? button('Pause', () => pause(endpoint), { class: 'danger' })
        : button('Open', () => open(endpoint)))],
    ], shown, `${id} was never called back.`),
    after && button('More', more));
  }

  async function pause(endpoint) {
    const meant = await confirm(`Pause ${endpoint.origin}?`,
      'It is called no more until it is opened. What is told to it waits.', 'Pause');
    if (meant) {
      await api.pauseEndpoint(id, endpoint.id);
      await anew();
    }
  }

  async function open(endpoint) {
    const meant = await confirm(`Open ${endpoint.origin}?`,
      `All that waits for it (${endpoint.pending}) is attempted.`, 'Open');
    if (meant) {
      await api.openEndpoint(id, endpoint.id);
      notice('It is called again.');
      await anew();
    }
  }

  async function test() {
    const { request, attempt } = await api.testDelivery(id, {
      url: url.value, ...(type.value && { type: type.value }) });
    fill(tried, attemptsTable([attempt]), request && [
      el('h3', {}, 'Request'),
      verbatim('Request', [`${request.method} ${request.url}`,
        ...Object.entries(request.headers).map((header) => header.join(': ')), '', request.body].join('\n'))]);
  }
}
