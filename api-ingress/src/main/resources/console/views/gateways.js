import * as api from '../api.js';
import { el, fill } from '../dom.js';
import { area, badge, button, choice, confirm, facts, field, form, json, notice, tableOf, verbatim } from '../parts.js';

/** What SMS are sent by, and which of them a message goes to. */
export async function show(main, { signal }) {
  const list = el('div', {});
  const table = el('div', {});
  const explained = el('div', { 'aria-live': 'polite' });
  const name = field('Name', { autocapitalize: 'none', placeholder: 'operator-one' });
  const kind = choice('Kind', ['smpp', 'http'].map((each) => [each, each]));
  const enabled = choice('Sends', [['true', 'yes'], ['false', 'no, it only takes reports']]);
  const settings = area('Settings', { rows: 8 }, 'JSON; a secret is named as ${SANDI_SECRET_…}.');
  const app = field('App', { autocapitalize: 'none' });
  const msisdn = field('Number', { inputmode: 'tel', placeholder: '6281234567890' });
  const routes = area('Routes', { rows: 10 }, 'JSON, a list in its order: the first that matches holds.');
  let version = 0;
  settings.value = '{}';
  app.value = api.app() ?? '';

  fill(main,
    el('div', { class: 'head' }, el('h1', {}, 'Gateways and routes'), button('Look again', draw)),
    list,
    el('h2', {}, 'Routes'), table,
    el('div', { class: 'columns' },
      el('section', { class: 'card' }, el('h2', {}, 'Where would it go?'),
        form('Explain', [app, msisdn], explain, { 'aria-label': 'Explain a route' }), explained),
      el('section', { class: 'card' }, el('h2', {}, 'Define a gateway'),
        form('Define', [name, kind, enabled, settings], define, { 'aria-label': 'Define a gateway' }),
        button('Check only', async () => {
          await api.checkGateway(name.value, body());
          notice('Nothing is wrong with it.');
        })),
      el('section', { class: 'card' }, el('h2', {}, 'Set the routes'),
        form('Set routes', [routes], setRoutes, { 'aria-label': 'Set the routes' }))));
  await draw();

  function body() {
    return { kind: kind.value, enabled: enabled.value === 'true', settings: json(settings, 'Settings') };
  }

  async function draw() {
    await Promise.all([drawGateways(), drawRoutes()]);
  }

  async function drawGateways() {
    const { gateways } = await api.gateways(signal);
    fill(list, tableOf('Gateways', [
      ['Gateway', (gateway) => el('span', { class: 'code' }, gateway.name)],
      ['Kind', (gateway) => gateway.kind],
      ['Set by', (gateway) => gateway.source],
      ['Sends', (gateway) => (gateway.enabled ? 'yes' : 'no')],
      ['Connected', (gateway) => gateway.status && (gateway.status.connected ? 'yes' : 'no')],
      ['Breaker', (gateway) => gateway.breaker && badge(gateway.breaker)],
      ['Detail', (gateway) => gateway.status?.detail],
      ['Figures', (gateway) => gateway.status && facts(Object.entries(gateway.status.figures))],
      ['Do', (gateway) => gateway.source !== 'built_in' && el('div', { class: 'send' },
        button('Edit', () => edit(gateway)),
        button(gateway.enabled ? 'Disable' : 'Enable', () => turn(gateway)),
        gateway.source === 'stored' && button('Delete', () => remove(gateway), { class: 'danger' }))],
    ], gateways, 'There are none.'));
  }

  async function drawRoutes() {
    const found = await api.routes(signal);
    version = found.version;
    routes.value = JSON.stringify(found.routes, null, 2);
    fill(table, tableOf('Routes', [
      ['Route', (route) => route.name ?? found.routes.indexOf(route)],
      ['Prefixes', (route) => route.prefixes?.join(', ')],
      ['Countries', (route) => route.countries?.join(', ')],
      ['Apps', (route) => route.apps?.join(', ')],
      ['Gateways', (route) => route.gateways.map(({ gateway }) => gateway).join(', ') || 'none: not sent'],
      ['By', (route) => route.prefer],
      ['At most', (route) => route.most_gateways],
    ], found.routes, 'There are none.'),
    el('p', {}, `What no route matches goes to: ${found.otherwise.join(', ') || 'nobody'}.`));
  }

  function edit(gateway) {
    name.value = gateway.name;
    kind.value = gateway.kind;
    enabled.value = String(gateway.enabled);
    settings.value = JSON.stringify(gateway.settings, null, 2);
    settings.input.focus();
  }

  async function define() {
    const wanted = body();
    if (await confirm(`Define ${name.value}?`, 'Every copy of the processor follows within seconds.', 'Define')) {
      await api.putGateway(name.value, wanted);
      notice('The gateway is defined.');
      await drawGateways();
    }
  }

  async function turn({ name: which, kind: of, enabled: was, settings: kept }) {
    const meant = await confirm(`${was ? 'Disable' : 'Enable'} ${which}?`,
      was
        ? 'No message is given to it any more; delivery reports are still taken.'
        : 'Messages are given to it again.',
      was ? 'Disable' : 'Enable');
    if (meant) {
      await api.putGateway(which, { kind: of, enabled: !was, settings: kept });
      await drawGateways();
    }
  }

  async function remove(gateway) {
    const meant = await confirm(`Delete ${gateway.name}?`,
      'Reports of what it took are lost. One that the processor’s file defines is there again.', 'Delete');
    if (meant) {
      await api.deleteGateway(gateway.name);
      await drawGateways();
    }
  }

  async function setRoutes() {
    const wanted = json(routes, 'Routes');
    if (await confirm('Set the routes?', 'All messages from now on go by them.', 'Set')) {
      await api.putRoutes(wanted, version);
      notice('The routes are set.');
      await drawRoutes();
    }
  }

  async function explain() {
    const found = await api.explainRoute(app.value, msisdn.value, signal);
    fill(explained, verbatim('Explanation', JSON.stringify(found, null, 2)));
  }
}
