// Everything that is asked of the service. What the user has shown is kept for this tab alone, and
// travels in headers only.

const USER = 'sandi.user';
const APP = 'sandi.app';
const TRIAL_KEYS = 'sandi.keys';

/** An answer that is a refusal, or none at all (status 0). */
export class Failure extends Error {
  name = 'Failure';

  constructor(status, message, body) {
    super(message);
    this.status = status;
    this.body = body;
  }
}

const stored = (name) => JSON.parse(sessionStorage.getItem(name) ?? 'null');
const store = (name, value) => sessionStorage.setItem(name, JSON.stringify(value));

/** Who has logged in: `{app, key}` or `{token}`; null if nobody has. */
export const user = () => stored(USER);
export const isAdmin = () => Boolean(user()?.token);

/** The app that is looked at: an administrator's choice, or the user's own. */
export const app = () => (isAdmin() ? stored(APP) : user()?.app) ?? null;
export const chooseApp = (id) => store(APP, id);

/** The key that requests are tried with: administrators have none by themselves. */
export const trialKey = (id) => (isAdmin() ? stored(TRIAL_KEYS)?.[id] : user()?.key) ?? '';
export const keepTrialKey = (id, key) => store(TRIAL_KEYS, { ...stored(TRIAL_KEYS), [id]: key });

export function logOut() {
  [USER, APP, TRIAL_KEYS].forEach((name) => sessionStorage.removeItem(name));
}

/** Finds out whether they are let in, and remembers them if so. */
export async function logIn(credentials) {
  if (credentials.token) {
    await call(credentials, 'GET', 'admin/v1/apps?limit=1');
  } else {
    await call(credentials, 'GET', 'v2/otp?limit=1');
  }
  store(USER, credentials);
}

function headersOf({ token, app: id, key }) {
  if (!token && !id) {
    return {};
  }
  return token ? { Authorization: `Bearer ${token}` } : { 'App-ID': id, 'API-Key': key };
}

/** A whole exchange, whatever its status. */
export async function exchange(credentials, method, path, { body, signal, ifMatch } = {}) {
  const headers = headersOf(credentials);
  if (ifMatch) {
    headers['If-Match'] = ifMatch;
  }
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  let response;
  try {
    response = await fetch(path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
    });
  } catch (failure) {
    if (failure.name === 'AbortError') {
      throw failure;
    }
    // A header cannot carry every text; that is a wrong key and no outage.
    throw failure instanceof TypeError && !isLatin(headers)
      ? new Failure(401, 'Authorization failed', null)
      : new Failure(0, 'The service does not answer', null);
  }
  const text = await response.text();
  return { status: response.status, body: parse(text), headers: response.headers };
}

const isLatin = (headers) => Object.values(headers).every((value) => /^[\x20-\x7e]*$/.test(value));

function parse(text) {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return text;
  }
}

async function call(credentials, method, path, options) {
  const answer = await exchange(credentials, method, path, options);
  if (answer.status >= 400) {
    const { body, status } = answer;
    throw new Failure(status, body?.message ?? body?.detail ?? `Answered with ${status}`, body);
  }
  return answer.body;
}

/** Asks as the user; one who is not let in any more is logged out. */
async function ask(method, path, options) {
  try {
    return await call(user() ?? {}, method, path, options);
  } catch (failure) {
    if (failure.status === 401) {
      logOut();
      dispatchEvent(new CustomEvent('logged-out'));
    }
    throw failure;
  }
}

function query(parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value);
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

const part = encodeURIComponent;
const admin = (method, path, options) => ask(method, `admin/v1${path}`, options);

/** A page of requests of the app that is looked at. */
export function requests(parameters, signal) {
  return isAdmin()
    ? admin('GET', `/apps/${part(app())}/requests${query(parameters)}`, { signal })
    : ask('GET', `v2/otp${query(parameters)}`, { signal });
}

/** How requests of the app ended. */
export function funnel(hours, signal) {
  return isAdmin()
    ? admin('GET', `/apps/${part(app())}/funnel${query({ hours })}`, { signal })
    : ask('GET', `v2/otp/funnel${query({ hours })}`, { signal });
}

export function session(id, signal) {
  return isAdmin()
    ? admin('GET', `/sessions/${part(id)}`, { signal })
    : ask('GET', `v2/otp/${part(id)}`, { signal });
}

export const checks = (id, signal) => admin('GET', `/sessions/${part(id)}/checks`, { signal });
export const shadow = (id, signal) => admin('GET', `/apps/${part(id)}/shadow`, { signal });
export const deliveries = (parameters, signal) =>
  admin('GET', `/deliveries${query(parameters)}`, { signal });
export const delivery = (id, signal) => admin('GET', `/deliveries/${part(id)}`, { signal });
export const replay = (id) => admin('POST', `/deliveries/${part(id)}/replay`);

export const replays = (signal) => admin('GET', '/replays?limit=20', { signal });
export const beginReplay = (filter, rate) => admin('POST', '/replays', { body: { filter, rate } });
export const cancelReplay = (id) => admin('POST', `/replays/${part(id)}/cancel`);

export const gateways = (signal) => admin('GET', '/gateways', { signal });
export const putGateway = (name, body) => admin('PUT', `/gateways/${part(name)}`, { body });
export const checkGateway = (name, body) => admin('POST', `/gateways/${part(name)}/check`, { body });
export const deleteGateway = (name) => admin('DELETE', `/gateways/${part(name)}`);

export const routes = (signal) => admin('GET', '/routes', { signal });
/** `version` is the one that was seen: nobody undoes what they have not. */
export const putRoutes = (list, version) =>
  admin('PUT', '/routes', { body: { routes: list }, ifMatch: `"${version}"` });
export const explainRoute = (id, msisdn, signal) =>
  admin('GET', `/routes/explain${query({ app: id, msisdn })}`, { signal });

export const endpoints = (id, parameters, signal) =>
  admin('GET', `/apps/${part(id)}/endpoints${query(parameters)}`, { signal });
export const callbackHealth = (id, signal) =>
  admin('GET', `/apps/${part(id)}/endpoints/health`, { signal });
export const openEndpoint = (id, endpoint) =>
  admin('POST', `/apps/${part(id)}/endpoints/${endpoint}/open`);
export const pauseEndpoint = (id, endpoint) =>
  admin('POST', `/apps/${part(id)}/endpoints/${endpoint}/pause`);
export const testDelivery = (id, body) =>
  admin('POST', `/apps/${part(id)}/test-deliveries`, { body });

export const apps = (parameters, signal) => admin('GET', `/apps${query(parameters)}`, { signal });
export const oneApp = (id, signal) => admin('GET', `/apps/${part(id)}`, { signal });
export const createApp = (body) => admin('POST', '/apps', { body });
/** What is named is replaced, null takes it away. */
export const changeApp = (id, body) => admin('PATCH', `/apps/${part(id)}`, { body });
export const suspend = (id) => admin('POST', `/apps/${part(id)}/suspend`);
export const resume = (id) => admin('POST', `/apps/${part(id)}/resume`);
export const quota = (id, signal) => admin('GET', `/apps/${part(id)}/quota`, { signal });
export const setQuota = (id, limit) => admin('PUT', `/apps/${part(id)}/quota`, { body: { limit } });
export const keys = (id, signal) => admin('GET', `/apps/${part(id)}/keys?limit=100`, { signal });
export const createKey = (id, body) => admin('POST', `/apps/${part(id)}/keys`, { body });
export const revokeKey = (id, key) => admin('DELETE', `/apps/${part(id)}/keys/${part(key)}`);

export const templates = (id, signal) => admin('GET', `/apps/${part(id)}/templates`, { signal });
export const putTemplate = (id, name, template) =>
  admin('PUT', `/apps/${part(id)}/templates/${part(name)}`, { body: { template } });
export const deleteTemplate = (id, name) =>
  admin('DELETE', `/apps/${part(id)}/templates/${part(name)}`);
export const lintTemplate = (id, template) =>
  admin('POST', `/apps/${part(id)}/templates/lint`, { body: { template } });

export const audit = (parameters, signal) => admin('GET', `/audit${query(parameters)}`, { signal });

export const blocks = (parameters, signal) =>
  admin('GET', `/blocks${query(parameters)}`, { signal });
const blockPath = (key) => `/blocks/${key.split('/').map(part).join('/')}`;
export const block = (key, signal) => admin('GET', blockPath(key), { signal });
export const addBlock = (body) => admin('POST', '/blocks', { body });
export const removeBlock = (key) => admin('DELETE', blockPath(key));

/** Callbacks that came to a box of this page, which only local runs take. */
export const webhooks = (box, signal) =>
  call({}, 'GET', `console/webhooks/${part(box)}`, { signal });

/** The simulated handset, which only local runs show. */
export const inbox = (credentials, msisdn, signal) =>
  call(credentials, 'GET', `console/inbox${query({ msisdn })}`, { signal });
