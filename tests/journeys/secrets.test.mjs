// Typed secrets leave the page sealed, or not at all.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { look, openPage } from './lib/browser.mjs';
import { inlinePage } from './lib/host.mjs';
import { journeys } from './lib/journey.mjs';
import { lastSealed, watchSealing } from './lib/sealing.mjs';

// A name of this machine that browsers do not treat as local, so the page is not a secure context.
const INSECURE = 'wink.test';
const PET = 'What was the name of your first pet?';
const CITY = 'In which city were you born?';
const here = journeys({ browser: [`--host-resolver-rules=MAP ${INSECURE} 127.0.0.1`] });

// Everything that a page sends, including addresses and headers.
function listen(page) {
  const said = [];
  page.on('request', (request) => said.push({
    method: request.method(), url: request.url(), text: `${JSON.stringify(request.headers())} ${request.postData() ?? ''}`,
  }));
  return said;
}

// Everything that scripts of the page could observe: every event and message, from before the widget loads, and the
// page's console.
async function overhear(page) {
  page.consoled = [];
  page.on('console', (message) => page.consoled.push(message.text()));
  await page.addInitScript(() => {
    window.overheard = [];
    const say = (what, ...values) => window.overheard.push([what, ...values.map((value) => {
      try {
        return JSON.stringify(value) ?? String(value);
      } catch {
        return String(value);
      }
    })]);
    const { dispatchEvent } = EventTarget.prototype;
    EventTarget.prototype.dispatchEvent = function (event) {
      say(event.type, event.detail, event.data);
      return dispatchEvent.call(this, event);
    };
    window.addEventListener('message', ({ data }) => say('message', data), true);
    for (const name of ['input', 'change', 'keydown', 'paste', 'submit']) {
      // The browser's own events reveal to every page what was typed (docs/security.md), so only their apparent target
      // is checked.
      window.addEventListener(name, ({ target }) => say(name, target.outerHTML, target.value), true);
    }
  });
}

// The page's storage, and everything that its scripts can read.
async function kept(page) {
  const inPage = await page.evaluate(async () => {
    const databases = await Promise.all((await indexedDB.databases()).map(async ({ name }) => {
      const database = await new Promise((resolve, reject) => {
        Object.assign(indexedDB.open(name), { onsuccess: ({ target }) => resolve(target.result), onerror: reject });
      });
      const stores = [...database.objectStoreNames].map((store) => new Promise((resolve, reject) => {
        const all = database.transaction(store).objectStore(store).getAll();
        Object.assign(all, { onsuccess: () => resolve(all.result), onerror: reject });
      }));
      return [name, await Promise.all(stores)];
    }));
    const cached = await Promise.all((await caches.keys()).map(async (name) => {
      const cache = await caches.open(name);
      return [name, (await cache.keys()).map(({ url }) => url)];
    }));
    return {
      localStorage: { ...localStorage },
      sessionStorage: { ...sessionStorage },
      indexedDB: databases,
      caches: cached,
      cookie: document.cookie,
      name: window.name,
      address: location.href,
      history: history.state,
      page: document.documentElement.outerHTML,
      callbacks: window.calls,
      events: window.overheard,
    };
  });
  return { ...inPage, cookies: await page.context().cookies(), console: page.consoled };
}

test('requests do not contain what was typed', async () => {
  let said;
  const { page, widget } = await here.open({}, {
    before: async (opened) => {
      said = listen(opened);
      await watchSealing(opened);
    },
  });
  await widget.agree();
  await widget.choose('sss', /SSS/);
  await widget.logIn('User name', 'mfa_questions', 'canary-password');
  await widget.field(PET).waitFor();
  assert.deepEqual(await lastSealed(page), { username: 'mfa_questions', password: 'canary-password' });
  await widget.field(PET).fill('canary-answer');
  await widget.field(CITY).fill('canary-other');
  const answered = page.waitForResponse((response) => response.url().endsWith('/challenge'));
  await widget.button('Continue').click();
  assert.equal((await answered).status(), 200);
  assert.deepEqual(await lastSealed(page), { securityQuestions: ['canary-answer', 'canary-other'] });
  const [started, other] = ['/accounts', '/challenge'].map((end) => said.find(({ method, url }) => method === 'POST' && url.endsWith(end)));
  assert.match(started.text, /"credentials":\{"version":1,"keyId":"1","wrappedKey":"/);
  assert.match(other.text, /"answer":\{"version":1,"keyId":"1","wrappedKey":"/);
  for (const typed of ['mfa_questions', 'canary']) {
    for (const { url, text } of said) {
      assert.ok(!`${url}${text}`.includes(typed), `${typed} is in ${url}`);
      assert.ok(!`${url}${text}`.includes(btoa(typed).slice(0, 6)), `${typed} is in ${url}, in base64`);
    }
  }
  assert.deepEqual(page.troubles, []);
});

test('typed secrets do not reach the page, its storage or its listeners', async () => {
  const { page, widget, userToken } = await here.open({}, { before: overhear });
  await widget.agree();
  await widget.choose('joyride', 'JoyRide');
  await widget.field('Mobile number').fill('9550008642');
  await widget.field(/Password/).fill('canary-wrong');
  await widget.button('Log in').click();
  await widget.alert.waitFor();
  await widget.button('Back').click();
  await widget.choose('sss', /SSS/);
  await widget.logIn('User name', 'mfa_questions', 'canary-password');
  await widget.field(PET).fill('canary-answer');
  await widget.field(CITY).fill('canary-other');
  await widget.button('Continue').click();
  await widget.alert.waitFor();
  await widget.field(PET).fill('Rex');
  await widget.field(CITY).fill('Pasig');
  await widget.button('Continue').click();
  await widget.heading(/is linked/).waitFor();
  const before = await kept(page);
  await widget.done();
  const found = await kept(page);
  assert.ok(found.callbacks.some(({ name }) => name === 'onAccountConnected'), 'it is heard what is called');
  assert.ok(found.events.some(([name]) => name === 'input'), 'and what happens');
  for (const all of [before, found]) {
    for (const [where, content] of Object.entries(all)) {
      const text = JSON.stringify(content) ?? '';
      // Only the host's page has the link token.
      const secrets = where === 'page' ? ['canary', '9550008642'] : ['canary', '9550008642', userToken, 'Bearer'];
      for (const secret of secrets) {
        for (const spelt of [secret, btoa(secret).slice(0, 8), encodeURIComponent(secret)]) {
          assert.ok(!text.includes(spelt), `${secret} is in ${where}: ${text.slice(0, 2000)}`);
        }
      }
    }
  }
  // One entry for the link token, under the token's hash (see reopening.test.mjs).
  const stored = Object.entries(found.sessionStorage);
  assert.equal(stored.length, 1);
  assert.match(stored[0].join(' '), /^wink-[0-9a-f]{64} [0-9a-f]{32}$/);
  for (const where of ['localStorage', 'indexedDB', 'caches', 'cookies']) {
    assert.equal(Object.keys(found[where]).length, 0, `${where} is left alone: ${JSON.stringify(found[where])}`);
  }
  assert.deepEqual(page.troubles, []);
});

test('an expired key is replaced unnoticed', async () => {
  const statuses = [];
  const { page, widget } = await here.open({}, {
    before: async (opened) => {
      await opened.route('**/link/v1/sessions', async (route) => {
        const answer = await route.fetch();
        if (route.request().method() !== 'POST') return route.fulfill({ response: answer });
        const body = await answer.json();
        body.session.sealingKey.id = '999';
        return route.fulfill({ response: answer, json: body });
      });
      opened.on('response', (response) => {
        const path = new URL(response.url()).pathname;
        if (/\/link\/v1\/(session|accounts)$/.test(path) && response.request().method() !== 'OPTIONS') {
          statuses.push([path.split('/').at(-1), response.status()]);
        }
      });
    },
  });
  await widget.agree();
  await widget.choose('joyride', 'JoyRide');
  await widget.field('Mobile number').fill('9559991234');
  await widget.field(/Password/).fill('123456');
  await widget.button('Log in').click();
  await widget.heading('JoyRide is linked').waitFor();
  assert.deepEqual(statuses, [['accounts', 422], ['session', 200], ['accounts', 201]]);
  assert.deepEqual(page.troubles, []);
});

test('if the browser cannot encrypt, the dialog says so and sends nothing', async () => {
  const { userToken } = await here.service.createUser();
  const page = await openPage(here.browser);
  const said = listen(page);
  const address = new URL(here.host.page('/insecure', inlinePage(here.service, { userToken, companyName: 'Lumina' })));
  address.hostname = INSECURE;
  await page.goto(address.href);
  assert.equal(await page.evaluate(() => window.isSecureContext), false);
  const dialog = page.locator('wink-link dialog');
  await dialog.getByRole('heading', { name: 'This page is not secure' }).waitFor();
  await look(page, 'failed-insecure-page');
  assert.deepEqual(said.filter(({ url }) => url.includes('/link/v1/')), []);
  await dialog.getByRole('button', { name: 'Exit' }).click();
  await dialog.waitFor({ state: 'detached' });
});
