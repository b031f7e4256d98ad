import * as api from '../api.js';
import { el, fill } from '../dom.js';
import { area, badge, button, confirm, field, form, notice, tableOf } from '../parts.js';

/** The texts that an app's requests name. */
export async function show(main, { signal, id: part }) {
  const id = decodeURIComponent(part);
  const list = el('div', {});
  const found = el('div', { 'aria-live': 'polite' });
  const name = field('Name', { autocapitalize: 'none', placeholder: 'login' },
    'The one named default is sent if a request names none.');
  const text = area('Text', { placeholder: 'Your verification code is $OTP' }, 'With $OTP once.');

  fill(main,
    el('div', { class: 'head' }, el('h1', {}, `Templates of ${id}`),
      el('div', { class: 'bar' }, el('a', { href: `#/apps/${part}` }, 'The app'))),
    list,
    el('section', { class: 'card' }, el('h2', {}, 'Set a template'),
      form('Set template', [name, text], set, { 'aria-label': 'Set a template' }),
      button('Look at the text', async () => tell(await api.lintTemplate(id, text.value))),
      found));
  await draw();

  async function set() {
    tell(await api.putTemplate(id, name.value, text.value));
    notice('The template is set.');
    await draw();
  }

  function tell(lint) {
    fill(found, el('p', {}, `${lint.encoding}, segments: ${lint.segments}`), findings(lint));
  }

  async function draw() {
    const { data } = await api.templates(id, signal);
    fill(list, tableOf('Templates', [
      ['Name', (template) => el('span', { class: 'code' }, template.name)],
      ['Text', (template) => template.template],
      ['Segments', (template) => template.segments],
      ['Encoding', (template) => template.encoding],
      ['Findings', (template) => template.findings.length > 0 && findings(template)],
      ['Do', (template) => el('div', { class: 'send' },
        button('Edit', () => {
          name.value = template.name;
          text.value = template.template;
          text.input.focus();
        }),
        button('Delete', () => remove(template), { class: 'danger' }))],
    ], data, 'It has none.'));
  }

  async function remove(template) {
    const meant = await confirm(`Delete ${template.name}?`,
      'Requests that name it are refused from now on.', 'Delete');
    if (meant) {
      await api.deleteTemplate(id, template.name);
      await draw();
    }
  }
}

const findings = (lint) =>
  el('ul', { class: 'plain' }, lint.findings.map(({ severity, code, message }) =>
    el('li', {}, badge(severity), ` ${code}: ${message}`)));
