// What is typed leaves the page sealed, or not at all.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { look, openPage } from './lib/browser.mjs';
import { inlinePage } from './lib/host.mjs';
import { journeys } from './lib/journey.mjs';
import { lastSealed, watchSealing } from './lib/sealing.mjs';

// A name of this machine that browsers do not know to be it.
const INSECURE = 'wink.test';
const PET = 'What was the name of your first pet?';
const CITY = 'In which city were you born?';
const here = journeys({ browser: [`--host-resolver-rules=MAP ${INSECURE} 127.0.0.1`] });

// Everything that a page sends, addresses and headers too.
function listen(page) {
  const said = [];
  page.on('request', (request) => said.push({
    method: request.method(), url: request.url(), text: `${JSON.stringify(request.headers())} ${request.postData() ?? ''}`,
  }));
  return said;
}

test('nothing of what was typed is in what is sent', async () => {
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

test('a key that is over is replaced, and the person notices nothing', async () => {
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

test('where the browser does not encrypt, the dialog says so and nothing is sent', async () => {
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
