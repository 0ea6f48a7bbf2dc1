// A link token sent more than once by the same page: a quick close and reopen, a lost answer, a reload, another object.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { openPage } from './lib/browser.mjs';
import { inlinePage } from './lib/host.mjs';
import { called, calls, journeys } from './lib/journey.mjs';
import { png } from './lib/pictures.mjs';
import { Widget } from './lib/widget.mjs';

const SESSIONS = '**/link/v1/sessions';
const here = journeys();

const isExchange = (request) => request.url().endsWith('/link/v1/sessions') && request.method() === 'POST';

// A page that opens nothing by itself, with a token. It records the answers to exchanges.
async function quietPage(path, init) {
  const { userToken } = await here.service.createUser();
  const page = await openPage(here.browser);
  if (init) await page.addInitScript(init);
  const html = inlinePage(here.service, { userToken })
    .replace('new SmileLinkModal(', 'window.make = () => new SmileLinkModal(').replace(')).open();', '));');
  const statuses = [];
  page.on('response', (response) => {
    if (isExchange(response.request())) statuses.push(response.status());
  });
  await page.goto(here.host.page(path, html));
  return { page, widget: new Widget(page), statuses, userToken };
}

// Exchanges are sent at once, but their answers are delayed.
function slowly(page, millis) {
  return page.route(SESSIONS, async (route) => {
    const answer = await route.fetch();
    await new Promise((resolve) => setTimeout(resolve, millis));
    await route.fulfill({ response: answer }).catch(() => {}); // the page may be closed
  });
}

async function untilAsked(page, act) {
  const asked = page.waitForRequest(isExchange);
  await act();
  await asked;
}

test('opened, closed and reopened while the session is loading', async () => {
  const { page, widget } = await quietPage('/quickly');
  await slowly(page, 300);
  await page.evaluate(() => { window.modal = window.make(); });
  await untilAsked(page, () => page.evaluate(() => window.modal.open()));
  await page.evaluate(() => window.modal.close());
  await page.evaluate(() => window.modal.open());
  await widget.agree();
  assert.equal((await called(page)).includes('onTokenExpired'), false);
  assert.deepEqual(page.troubles, []);
});

test('a new object with the same token, as StrictMode creates it', async () => {
  const { page, widget, statuses, userToken } = await quietPage('/strict');
  await slowly(page, 300);
  await untilAsked(page, () => page.evaluate(() => { window.first = window.make(); window.first.open(); }));
  await page.evaluate(() => { window.first.close(); window.make().open(); });
  await widget.agree();
  assert.equal((await called(page)).includes('onTokenExpired'), false);
  assert.ok([200, 201].includes(statuses.at(-1)), `${statuses}`);
  const kept = await page.evaluate(() => ({ ...sessionStorage }));
  const hash = createHash('sha256').update(userToken).digest('hex');
  assert.deepEqual(Object.keys(kept), [`wink-${hash}`]);
  assert.match(kept[`wink-${hash}`], /^[0-9a-f]{32}$/);
});

test('a new object where the page may not store anything', async () => {
  const { page, widget, statuses } = await quietPage('/storeless', () => {
    Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('denied', 'SecurityError'); } });
  });
  await page.evaluate(() => { window.first = window.make(); window.first.open(); });
  await widget.button('I agree').waitFor();
  await page.evaluate(() => { window.first.close(); window.make().open(); });
  await widget.agree();
  assert.deepEqual(statuses, [201, 200], 'the second is given the session of the first');
  assert.deepEqual(page.troubles, []);
});

test('a lost answer is requested again', async () => {
  const { page, widget, statuses } = await quietPage('/lost-answer');
  await page.route(SESSIONS, async (route) => {
    if (isExchange(route.request())) assert.equal((await route.fetch()).status(), 201);
    await route.abort();
  });
  await page.evaluate(() => window.make().open());
  await widget.button('Try again').waitFor();
  await page.unroute(SESSIONS);
  await widget.button('Try again').click();
  await widget.agree();
  assert.deepEqual(statuses, [200]);
});

test('a reload resumes the second factor; another tab reports that the token is used', async () => {
  const { page, widget, userToken } = await here.open();
  await widget.agree();
  await widget.choose('upwork', 'Upwork');
  await widget.logIn(/E-mail address|User name/, 'gpalomero1234@smileapi.io', '123456');
  await widget.code.waitFor();
  const [{ argument: created }] = await calls(page, 'onAccountCreated');
  await page.reload();
  await widget.enterCode('1234');
  await widget.heading('Upwork is linked').waitFor();
  const names = await called(page);
  assert.equal(names.includes('ConsentPageOpened'), false, 'nobody is asked twice');
  assert.equal(names.includes('onAccountCreated'), false, 'it is the same account');
  assert.equal((await calls(page, 'onAccountConnected'))[0].argument.accountId, created.accountId);
  await widget.done();
  const other = await openPage(here.browser);
  await other.goto(here.host.page('/other-tab', inlinePage(here.service, { userToken })));
  await new Widget(other).heading('This link cannot be used').waitFor();
});

test('a reload during an upload returns to it', async () => {
  const { page, widget } = await here.open({ enableUpload: true });
  await widget.agree();
  await widget.button('Upload a document instead').click();
  await widget.dialog.getByRole('button', { name: /^Payslip/ }).click();
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), widget.button('Browse files').first().click()]);
  await chooser.setFiles([{ name: 'cut-off.png', mimeType: 'image/png', buffer: png(60, 40) }]);
  await widget.dialog.getByText(/^PNG · /).first().waitFor();
  // Held back until the reload, because a submit would finish the upload.
  await page.route('**/submit', (route) => route.abort());
  const cut = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/submit'));
  await widget.button('Upload').click();
  await cut;
  await page.reload();
  await widget.dialog.getByText(/^You began to send .*cut-off\.png/).waitFor();
  assert.equal((await called(page)).includes('ConsentPageOpened'), false);
  assert.deepEqual(page.troubles, []);
});
