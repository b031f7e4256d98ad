// The console by keyboard.

import { el } from './dom.js';

const PLACES = { o: 'overview', r: 'requests', t: 'try', a: 'apps', b: 'blocks', g: 'gateways',
  e: 'endpoints', d: 'deliveries', l: 'audit' };

const HELP = [
  ['g r', 'Requests'], ['g t', 'Try it'], ['g o', 'Overview'], ['g a', 'Apps'], ['g g', 'Gateways'],
  ['g e', 'Endpoints'], ['g d', 'Deliveries'], ['g b', 'Blocks'], ['g l', 'Audit log'],
  ['/', 'Search'], ['j  k', 'Next, previous row'], ['Enter', 'Open the row'],
  ['p', 'Pause, go on'], ['?', 'This help'],
];

let goes = false;

export function listen(mayGo) {
  document.addEventListener('keydown', (event) => {
    const typing = event.target.closest?.('input, select, textarea, dialog');
    if (typing || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const went = goes && PLACES[event.key];
    goes = !went && event.key === 'g';
    if (went && mayGo(went)) {
      location.hash = `#/${went}`;
    } else if (event.key === '/') {
      event.preventDefault();
      document.querySelector('[data-search]')?.focus();
    } else if (event.key === 'j' || event.key === 'k') {
      step(event.key === 'j' ? 1 : -1);
    } else if (event.key === 'p') {
      document.querySelector('[data-pause]')?.click();
    } else if (event.key === '?') {
      help();
    }
  });
}

function step(by) {
  const links = [...document.querySelectorAll('main tbody tr')]
    .map((row) => row.querySelector('a, button'))
    .filter(Boolean);
  const at = links.findIndex((link) => link.closest('tr').contains(document.activeElement));
  links[Math.max(0, Math.min(links.length - 1, at + by))]?.focus();
}

export function help() {
  const dialog = el('dialog', { 'aria-label': 'Keys', onclose: () => dialog.remove() },
    el('h2', {}, 'Keys'),
    el('dl', { class: 'keys' },
      HELP.map(([key, what]) =>
        el('div', {},
          el('dt', {}, key.split(/ +/).map((one) => [el('kbd', {}, one), ' '])),
          el('dd', {}, what)))),
    el('p', {}, el('a', { href: 'docs/guides' }, 'Guides'), ', ', el('a', { href: 'docs' }, 'API reference')),
    el('button', { onclick: () => dialog.close() }, 'Close'));
  document.body.append(dialog);
  dialog.showModal();
}
