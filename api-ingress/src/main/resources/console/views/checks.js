import * as api from '../api.js';
import { CHECKS, MODES, SETTINGS } from '../check-settings.js';
import { el, fill } from '../dom.js';
import { badge, button, choice, confirm, facts, field, form, notice, say } from '../parts.js';

const MEANING = {
  enforce: 'What it finds is refused.',
  shadow: 'What it finds is recorded, and sent nevertheless.',
  off: 'It is not asked.',
};

/** What each check does to an app's requests, and by which bars. */
export async function show(main, { signal, id: part }) {
  const id = decodeURIComponent(part);
  const list = el('div', { class: 'columns' });
  fill(main,
    el('div', { class: 'head' }, el('h1', {}, `Checks of ${id}`),
      el('div', { class: 'bar' }, el('a', { href: `#/apps/${part}` }, 'The app'))),
    el('p', { class: 'hint' }, 'The processor follows within seconds. An empty field has its default.'),
    list);
  await draw();

  async function draw() {
    const [app, passed] = await Promise.all([api.oneApp(id, signal), letPass()]);
    fill(list, CHECKS.map((check) => card(check, app, passed.find((each) => each.check === check))));
  }

  /** Who asks in vain can set modes nevertheless. */
  async function letPass() {
    try {
      return (await api.shadow(id, signal)).checks;
    } catch (failure) {
      say(failure);
      return [];
    }
  }

  function card(check, app, passed) {
    const mode = app.check_modes[check] ?? 'enforce';
    const given = app.check_settings[check] ?? {};
    const fields = [...numbers(check, given), ...(check === 'geography' ? countries(given) : [])];
    return el('section', { class: 'card' },
      el('h2', {}, check, ' ', badge(mode)),
      el('p', {}, MEANING[mode]),
      passed && facts([['Let pass today (UTC)', amount(passed.today, passed)],
        ['In the last 24 hours', amount(passed.last_24_hours, passed)]]),
      el('div', { class: 'send' }, MODES.filter((other) => other !== mode).map((other) =>
        button(`${check}: ${other}`, () => turn(check, other), { class: other === 'enforce' ? null : 'danger' }))),
      fields.length > 0 && el('details', {}, el('summary', {}, 'Settings'),
        form(`Set ${check}`, fields.map(([, field]) => field), () => set(check, fields),
          { 'aria-label': `Settings of ${check}` })));
  }

  async function turn(check, mode) {
    const meant = await confirm(`${check} to ${mode}?`, `${MEANING[mode]} For all requests of ${id}.`,
      `Set ${mode}`);
    if (meant) {
      await api.changeApp(id, { check_modes: { [check]: mode } });
      notice(`${check} is set to ${mode}.`);
      await draw();
    }
  }

  async function set(check, fields) {
    const values = Object.fromEntries(fields.map(([name, field, read]) => [name, read(field.value)]));
    await api.changeApp(id, { check_settings: { [check]: values } });
    notice(`The settings of ${check} are set.`);
  }
}

/** What passed only since the check is not enforced. */
const amount = (count, { more }) => el('span', { class: 'code' }, more && 'at least ', count);

function numbers(check, given) {
  return SETTINGS.filter(([of]) => of === check).map(([, name, usual, least, most]) => {
    const input = field(name, { inputmode: 'numeric', placeholder: usual }, `${least} to ${most}, usually ${usual}.`);
    input.value = given[name] ?? '';
    return [name, input, (text) => (text === '' ? null : Number(text))];
  });
}

function countries(given) {
  const lists = ['allow', 'deny'].map((name) => {
    const input = field(name, { placeholder: 'ID, SG' }, 'Countries by ISO 3166.');
    input.value = (given[name] ?? []).join(', ');
    return [name, input, (text) => (text === '' ? null : text.toUpperCase().split(/[\s,]+/).filter(Boolean))];
  });
  const unallocated = choice('unallocated', [['', 'as usual'], ...MODES.map((mode) => [mode, mode])], {},
    'Numbers that no plan has given out.');
  unallocated.value = given.unallocated ?? '';
  return [...lists, ['unallocated', unallocated, (text) => text || null]];
}
