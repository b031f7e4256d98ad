import * as api from '../api.js';
import { el, fill, keyed } from '../dom.js';
import { choice, copyable, field, form, poll, time } from '../parts.js';

/** How long a handset is watched for its message. */
const WATCHES = 20;

/** How often callbacks are looked for, in milliseconds. */
const BETWEEN_LOOKS = 1000;

/** Sending and verifying, with the request as a command line and the answer as it came. */
export async function show(main, { signal }) {
  const app = api.app();
  const key = api.isAdmin()
    ? field(`API key of ${app}`, { type: 'password' }, 'Administrators have none: create one under Apps.')
    : null;
  if (key) {
    key.value = api.trialKey(app);
  }
  const path = choice('Path', [['', 'live'], ['/sandbox', 'sandbox']], {},
    'Nothing of the sandbox reaches a real handset.');
  const msisdn = field('Number', { inputmode: 'tel', placeholder: '6281234567890', 'data-search': true });
  const template = field('Text', { placeholder: 'Your verification code is $OTP' }, 'Optional, with $OTP once.');
  const callback = field('Callback URL', { type: 'url', placeholder: 'https://…' }, 'Optional.');
  const code = field('Code', { inputmode: 'text', autocomplete: 'one-time-code' },
    'For the number and the path under Send.');
  const sent = el('div', { 'aria-live': 'polite' });
  const verified = el('div', { 'aria-live': 'polite' });
  const handset = el('div', { 'aria-live': 'polite' });
  const box = crypto.randomUUID();
  const calls = el('ol', { class: 'calls', 'aria-live': 'polite' });
  const inbox = el('section', { class: 'card', hidden: true },
    el('h2', {}, 'Webhook inbox'),
    el('p', {}, 'Callbacks of what is sent from here, unless another URL is given.'), calls);
  const showCalls = keyed(calls, (call) => call.received_at + call.id, showCall);

  fill(main, el('h1', {}, 'Try it'),
    el('div', { class: 'columns' },
      el('section', { class: 'card' }, el('h2', {}, 'Send'),
        form('Send', [
          ...(key ? [key] : []), path, msisdn,
          el('details', {}, el('summary', {}, 'Text and callback URL'), template.element, callback.element),
        ], send), handset, sent),
      el('section', { class: 'card' }, el('h2', {}, 'Verify'),
        form('Verify', [code], verify), verified),
      inbox));
  const looking = poll(signal, BETWEEN_LOOKS, lookForCallbacks);
  looking.now();

  /** Local runs take callbacks themselves; elsewhere there is nothing to see. */
  async function lookForCallbacks() {
    try {
      showCalls(await api.webhooks(box, signal));
    } catch (failure) {
      looking.paused = failure.status === 404;
      throw failure;
    }
    if (inbox.hidden) {
      inbox.hidden = false;
      callback.value ||= new URL(`console/webhooks/${box}`, location.href).href;
    }
  }

  function credentials() {
    if (key) {
      api.keepTrialKey(app, key.value);
    }
    return { app, key: api.trialKey(app) };
  }

  async function send() {
    fill(handset);
    const before = await newest(msisdn.value);
    const body = given({ msisdn: msisdn.value, template: template.value, callback_url: callback.value });
    const answer = await post(`v2/otp/send${path.value}`, body, sent);
    if (answer.status === 201) {
      sent.append(el('p', {}, el('a', { href: `#/sessions/${answer.body.session_id}` }, 'See its timeline')));
      watch(msisdn.value, before);
    }
  }

  async function verify() {
    await post(`v2/otp/verify${path.value}`, { msisdn: msisdn.value, otp: code.value }, verified);
  }

  async function post(where, body, place) {
    const answer = await api.exchange(credentials(), 'POST', where, { body, signal });
    const command = curl(app, where, body);
    fill(place,
      el('h3', {}, 'Request'),
      el('pre', { tabindex: '0', role: 'group', 'aria-label': 'Request' }, command),
      copyable(command),
      el('h3', {}, 'Answer ', el('span', { class: answer.status < 400 ? 'badge good' : 'badge bad' }, answer.status)),
      el('pre', { tabindex: '0', role: 'group', 'aria-label': 'Answer' }, JSON.stringify(answer.body, null, 2)));
    return answer;
  }

  /** The newest message of a simulated handset, or null; undefined where none can be seen. */
  async function newest(number) {
    try {
      return (await api.inbox(credentials(), number, signal))[0] ?? null;
    } catch {
      return undefined;
    }
  }

  /** Local runs show their simulated handsets; elsewhere there is nothing to see. */
  async function watch(number, before) {
    for (let looks = 0; before !== undefined && looks < WATCHES && !signal.aborted; looks++) {
      const fresh = await newest(number);
      if (fresh && JSON.stringify(fresh) !== JSON.stringify(before)) {
        const otp = fresh.text.match(/\b(?=[A-Z]*\d)[0-9A-Za-z]{4,10}\b/)?.[0];
        fill(handset, el('h3', {}, 'Simulated handset'),
          el('blockquote', {}, fresh.text),
          otp && el('button', {
            type: 'button',
            onclick() {
              code.value = otp;
              code.input.focus();
            },
          }, 'Take the code'));
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

function showCall(call) {
  const told = parsed(call.body);
  return el('li', {},
    el('details', {},
      el('summary', {}, time(call.received_at), ' ', told?.type ?? 'unsigned, legacy'),
      el('pre', { tabindex: '0', role: 'group', 'aria-label': 'Callback' },
        [
          `webhook-id: ${call.id}`,
          `webhook-timestamp: ${call.timestamp}`,
          `webhook-signature: ${call.signature}`,
          '',
          told ? JSON.stringify(told, null, 2) : call.body,
        ].join('\n'))));
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const given = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

function curl(app, path, body) {
  return [
    `curl -s ${quoted(new URL(path, location.href).href)}`,
    `-H ${quoted(`App-ID: ${app}`)} -H "API-Key: $SANDI_API_KEY"`,
    `-H 'Content-Type: application/json'`,
    `-d ${quoted(JSON.stringify(body))}`,
  ].join(' \\\n  ');
}
