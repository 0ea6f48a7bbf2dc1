// Faults, and how the person can continue.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { look, openPage } from './lib/browser.mjs';
import { inlinePage } from './lib/host.mjs';
import { called, calls, journeys, untilCalled } from './lib/journey.mjs';
import { Service } from './lib/service.mjs';
import { Widget } from './lib/widget.mjs';

const here = journeys();
const USER = /E-mail address|User name/;
const MAIL = 'gpalomero1234@smileapi.io';

test('the service restarts while connecting', async (t) => {
  const service = await Service.start({ pace: 1500 });
  t.after(() => service.stop());
  const { userToken } = await service.createUser();
  const page = await openPage(here.browser);
  await page.goto(here.host.page('/restart', inlinePage(service, { userToken })));
  const widget = new Widget(page);
  await widget.agree();
  await widget.choose('upwork', 'Upwork');
  await widget.logIn(USER, MAIL, '123456');
  await widget.enterCode('1234');
  await widget.heading('Linking Upwork').waitFor();
  await service.down('SIGKILL');
  await widget.dialog.getByText('Connection lost').first().waitFor();
  await look(page, 'connection-lost');
  await service.up();
  await widget.heading('Upwork is linked').waitFor({ timeout: 40_000 });
  const names = await called(page);
  assert.equal(names.filter((name) => name === 'onAccountCreated').length, 1);
  assert.equal(names.filter((name) => name === 'onAccountConnected').length, 1);
  assert.equal(names.includes('onAccountError'), false);
  const [{ argument }] = await calls(page, 'onAccountConnected');
  const { items } = await service.call('GET', `/identities?sourceId=${argument.accountId}`);
  assert.equal(items.length, 1);
});

test('an expired link token', async (t) => {
  const service = await Service.start({ extra: ['--link-token-minutes', '0'] });
  t.after(() => service.stop());
  const { userToken } = await service.createUser();
  const page = await openPage(here.browser);
  await page.goto(here.host.page('/expired', inlinePage(service, { userToken })));
  const widget = new Widget(page);
  await widget.button('Exit').waitFor();
  await look(page, 'token-expired');
  await widget.button('Exit').click();
  assert.deepEqual(await called(page), ['onTokenExpired', 'onClose']);
  assert.deepEqual((await calls(page, 'onClose'))[0].argument, { reason: 'error' });
});

test('a used link token, and an invalid one', async () => {
  const { userToken } = await here.open();
  for (const [name, token] of [['used', userToken], ['invalid', 'nonsense']]) {
    const page = await openPage(here.browser);
    await page.goto(here.host.page(`/${name}`, inlinePage(here.service, { userToken: token })));
    const widget = new Widget(page);
    await widget.button('Exit').waitFor();
    await look(page, `token-${name}`);
    assert.ok((await called(page)).includes('onTokenExpired'));
  }
});

test('a service that is unreachable at first', async (t) => {
  const service = await Service.start();
  t.after(() => service.stop());
  const { userToken } = await service.createUser();
  const page = await openPage(here.browser);
  // The page and the module load, but the Link API is unreachable.
  await page.route('**/link/v1/**', (route) => route.abort());
  await page.goto(here.host.page('/unreachable', inlinePage(service, { userToken })));
  const widget = new Widget(page);
  await widget.button('Try again').waitFor();
  await look(page, 'unreachable');
  await page.unroute('**/link/v1/**');
  await widget.button('Try again').click();
  await widget.heading('Share your records with').waitFor();
  assert.deepEqual(await called(page), ['ConsentPageOpened']);
});

test('an invalid answer shows a system error, not a blank screen', async () => {
  for (const [name, body] of [['empty', ''], ['other', '{"session": 7}'], ['html', '<html></html>']]) {
    const { userToken } = await here.service.createUser();
    const page = await openPage(here.browser);
    await page.route('**/link/v1/sessions', (route) => route.request().method() === 'POST'
      ? route.fulfill({ status: 200, body, headers: { 'access-control-allow-origin': '*' } })
      : route.continue());
    await page.goto(here.host.page(`/nonsense-${name}`, inlinePage(here.service, { userToken })));
    const widget = new Widget(page);
    await widget.button('Exit').waitFor();
    if (name === 'other') await look(page, 'system-error');
    assert.deepEqual(page.troubles, []);
  }
});

test('an invalid account becomes SYSTEM_ERROR', async () => {
  const { page, widget } = await here.open();
  await widget.agree();
  await widget.choose('upwork', 'Upwork');
  await page.route('**/link/v1/accounts/*?*', (route) => route.fulfill({
    status: 200, body: '{"status": "???"}', headers: { 'access-control-allow-origin': '*' },
  }));
  await widget.logIn(USER, MAIL, '123456');
  await untilCalled(page, 'onAccountError');
  assert.equal((await calls(page, 'onAccountError'))[0].argument.errorCode, 'SYSTEM_ERROR');
  await widget.button('Exit').click();
  assert.deepEqual((await calls(page, 'onClose'))[0].argument, { reason: 'error' });
  assert.deepEqual(page.troubles, []);
});

for (const code of ['ACCOUNT_LOCKED', 'ACCOUNT_DISABLED', 'SERVICE_UNAVAILABLE', 'TOS_REQUIRED']) {
  test(`an account that ends in ${code}`, async () => {
    const { page, widget } = await here.open();
    await widget.agree();
    // A login option that accepts any user name.
    await widget.choose('sprout', /Sprout/);
    const user = widget.dialog.locator('input').first();
    await user.fill(`error_${code}`);
    await widget.field('Password').fill('anything');
    await widget.button('Log in').click();
    await widget.button('Exit').waitFor();
    await look(page, `error-${code.toLowerCase()}`);
    assert.equal((await calls(page, 'onAccountError'))[0].argument.errorCode, code);
    await widget.button('Try again').click();
    await widget.field('Password').waitFor();
    assert.equal(await user.inputValue(), `error_${code}`, 'what was typed survives');
  });
}

test('the connection fails while the form is sent: the input is kept, and nothing is linked twice', async () => {
  const { page, widget } = await here.open();
  await widget.agree();
  await widget.choose('upwork', 'Upwork');
  const keys = [];
  let answered = 0;
  await page.route('**/link/v1/accounts', async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    keys.push(route.request().postDataJSON().idempotencyKey);
    answered += 1;
    // The service receives the first attempt, but its answer is lost.
    if (answered === 1) { await route.fetch(); return route.abort(); }
    return route.continue();
  });
  await widget.logIn(USER, MAIL, '123456');
  await widget.alert.first().waitFor();
  await look(page, 'login-unreachable');
  assert.equal(await widget.field('Password').inputValue(), '123456');
  await widget.button('Log in').click();
  await widget.code.waitFor();
  assert.equal(keys.length, 2);
  assert.equal(keys[0], keys[1]);
  const [{ argument }] = await calls(page, 'onAccountCreated');
  const { items } = await here.service.call('GET', `/accounts?userId=${argument.userId}`);
  assert.deepEqual(items.map(({ id }) => id), [argument.accountId]);
});
