import * as api from '../api.js';
import { el, fill } from '../dom.js';
import { badge, button, choice, confirm, field, form, masked, notice, say, tableOf, time } from '../parts.js';

const ENDS = [['', 'never'], ['3600', 'in an hour'], ['43200', 'in 12 hours'], ['604800', 'in a week']];

/**
 * Numbers and prefixes to which nothing is sent. A number is masked until somebody asks for it, which
 * is a call of its own, and so on record with who asked and when.
 */
export async function show(main, { signal }) {
  const list = el('div', {});
  const search = field('Begins with', { type: 'search', inputmode: 'tel', 'data-search': true,
    onchange: () => draw().catch(say) });
  const digits = field('Number or prefix', { inputmode: 'tel', placeholder: '6281234567890 or 88213*' },
    'A prefix has a * behind it.');
  const reason = field('Reason', {});
  const app = field('App', { autocapitalize: 'none' }, 'Left out: for all apps.');
  const ends = choice('Ends', ENDS);
  let shown = [];
  let after = null;

  fill(main,
    el('div', { class: 'head' }, el('h1', {}, 'Blocks'), el('div', { class: 'bar' }, search.element)),
    el('p', { class: 'hint' }, 'Numbers are masked. To show one is on record in the audit log.'),
    list,
    el('section', { class: 'card' }, el('h2', {}, 'New block'),
      form('Block', [digits, reason, app, ends], async () => {
        const body = { digits: digits.value, reason: reason.value };
        if (app.value) {
          body.app_id = app.value;
        }
        if (ends.value) {
          body.expires_in = Number(ends.value);
        }
        await api.addBlock(body);
        digits.value = '';
        notice('It is blocked.');
        await draw();
      }, { class: 'wide', 'aria-label': 'New block' })));
  await draw();

  async function draw() {
    shown = [];
    after = null;
    await more();
  }

  async function more() {
    const page = await api.blocks({ q: search.value, active: 'true', limit: 100, cursor: after }, signal);
    after = page.next_cursor;
    shown = [...shown, ...page.data];
    fill(list, tableOf('Blocks', [
      ['Number', number],
      ['For', (block) => block.app_id ?? 'all apps'],
      ['Reason', (block) => masked(block.reason)],
      ['State', (block) => badge(block.state)],
      ['Ends', (block) => (block.expires_at ? time(block.expires_at) : 'never')],
      ['Do', (block) => button('Remove', () => remove(block), { class: 'danger' })],
    ], shown, 'Nothing is blocked.'),
    after && button('More', more));
  }

  function number(block) {
    const digits = el('span', { class: 'code' }, masked(written(block)));
    if (block.prefix) {
      return digits;
    }
    const show = button('Show', async () => {
      const { digits: number } = await api.block(block.key, signal);
      fill(digits, number);
      show.remove();
    }, { class: 'quiet', 'aria-label': `Show ${masked(written(block))}` });
    return el('div', { class: 'send' }, digits, show);
  }

  async function remove(block) {
    const meant = await confirm(`Remove the block of ${masked(written(block))} for ${block.app_id ?? 'all apps'}?`,
      `It was blocked for: ${masked(block.reason)}. Messages are sent to it again.`, 'Remove');
    if (meant) {
      await api.removeBlock(block.key);
      await draw();
    }
  }
}

const written = (block) => `${block.digits}${block.prefix ? '*' : ''}`;
