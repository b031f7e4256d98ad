// Deliveries as a session and the list of all of them show them.

import * as api from './api.js';
import { el } from './dom.js';
import { badge, button, confirm, facts, notice, show, span, tableOf, time, verbatim } from './parts.js';

const ATTEMPTS = [
  ['No.', (attempt) => attempt.number],
  ['Started', (attempt) => time(attempt.started_at)],
  ['Took', (attempt) => span(attempt.duration_ms)],
  ['Status', (attempt) => attempt.status ?? attempt.error],
  ['Why', (attempt) => attempt.description],
  ['Answer', (attempt) => attempt.answer_head && el('code', {}, attempt.answer_head)],
];

/** What became of attempts, one by one. */
export const attemptsTable = (made) => tableOf('Attempts', ATTEMPTS, made, 'None was made.');

/** Columns of deliveries; `changed` is called when one was told again. */
export function deliveryColumns(signal, changed) {
  return [
    ['Event', (delivery) => delivery.type],
    ['State', (delivery) => badge(delivery.state)],
    ['URL', (delivery) => el('span', { class: 'agent' }, delivery.url)],
    ['Attempts', (delivery) => delivery.attempts],
    ['Last answer', (delivery) => delivery.last_status ?? delivery.last_error],
    ['Why', (delivery) => delivery.end_description ?? delivery.last_description],
    ['Do', (delivery) => el('div', { class: 'send' },
      button('Attempts', () => attempts(delivery.id, signal)),
      delivery.state !== 'pending' && button('Replay', () => again(delivery, changed)))],
  ];
}

async function again(delivery, changed) {
  const meant = await confirm(`Tell ${delivery.type} again?`,
    `${delivery.url} is called once more, with the same webhook-id ${delivery.id}.`, 'Replay');
  if (meant) {
    const { replayed } = await api.replay(delivery.id);
    notice(replayed ? 'It is told again.' : 'It is under way already.');
    await changed();
  }
}

async function attempts(id, signal) {
  const found = await api.delivery(id, signal);
  show('Attempts',
    facts([
      ['Next attempt', time(found.next_attempt_at)],
      ['Waits for', found.waits_for],
      ['Held back by', found.held_back_by],
      ['Ended', time(found.ended_at)],
    ]),
    attemptsTable(found.attempts_made ?? []),
    found.body && [el('h3', {}, 'Body'), verbatim('Body', JSON.stringify(found.body, null, 2))]);
}
