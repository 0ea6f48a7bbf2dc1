// Signing in at a real OpenID provider from the connectors' file.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { PHONE, look } from './lib/browser.mjs';
import { inlinePage } from './lib/host.mjs';
import { called, calls, journeys } from './lib/journey.mjs';
import { OpenIdProvider } from './lib/openid.mjs';
import { Service } from './lib/service.mjs';
import { Widget } from './lib/widget.mjs';

const acme = await OpenIdProvider.start();
const folder = await mkdtemp(join(tmpdir(), 'wink-openid-'));
const file = join(folder, 'connectors.toml');
await acme.describe(file);
process.env.ACME_SECRET = 'hush';
const here = journeys({ service: { extra: ['--connectors', file] } });
after(async () => {
  await acme.stop();
  await rm(folder, { recursive: true, force: true });
});

// Opens the provider's window in the widget.
async function atAcme(options = {}) {
  acme.register(here.service.origin);
  const opened = await here.open({}, options);
  await opened.widget.agree();
  await opened.widget.choose('acme pay', 'Acme Payroll');
  const button = opened.widget.button('Sign in at Acme Payroll');
  const [window] = await Promise.all([opened.page.waitForEvent('popup'), button.click()]);
  return { ...opened, window };
}

const press = (window, name) => window.getByRole('button', { name }).click();

async function allow(window) {
  await window.getByRole('heading', { name: 'Sign in to Acme' }).waitFor();
  await press(window, 'Go on');
  await window.getByRole('heading', { name: 'Let Wink read your payroll?' }).waitFor();
  await press(window, 'Go on');
}

// Allows access. Returns the address that the provider redirects to, without following it.
async function allowAccess(window) {
  await press(window, 'Go on');
  await window.getByRole('heading', { name: 'Let Wink read your payroll?' }).waitFor();
  let to = `${window.url()}?decision=allow`;
  while (!to.includes('/sign-in/return')) {
    const answer = await window.context().request.get(to, { maxRedirects: 0 });
    to = new URL(answer.headers().location, to).href;
  }
  return to;
}

test("allowed: the provider's answer becomes the person's data", async () => {
  const { page, widget, window } = await atAcme({ device: PHONE });
  await allow(window);
  await widget.heading('Acme Payroll is linked').waitFor();
  await look(page, 'openid-connected');
  assert.deepEqual((await called(page)).slice(-3), ['onAccountCreated', 'onAccountConnected', 'ConnectSuccessPageOpened']);
  const [{ argument }] = await calls(page, 'onAccountConnected');
  const of = async (kind) => (await here.service.call('GET', `/${kind}?sourceId=${argument.accountId}`)).items;
  const [identity] = await of('identities');
  assert.deepEqual(
    [identity.fullName, identity.firstName, identity.lastName, identity.dob, identity.emails[0].address],
    ['Ann Reyes', 'Ann', 'Reyes', '1990-05-01', 'ann@example.com'],
  );
  const [employment] = await of('employments');
  assert.deepEqual([employment.employer, employment.jobTitle, employment.startDate], ['Acme Foods', 'Clerk', '2020-02-01']);
  const incomes = await of('incomes');
  assert.deepEqual(incomes.map((income) => income.grossAmount).sort(), [45000.5, 46000]);
  assert.deepEqual(new Set(incomes.map((income) => `${income.currency} ${income.frequency}`)), new Set(['PHP Monthly']));
  const account = await here.service.call('GET', `/accounts/${argument.accountId}`);
  assert.equal(account.monitorStatus, 'ACTIVE', 'the provider gave a refresh token');
  assert.deepEqual(page.troubles, []);
});

test('denied, and then allowed', async () => {
  const { page, widget, window } = await atAcme();
  await press(window, 'Say no');
  await widget.alert.filter({ hasText: 'not allowed at Acme Payroll' }).waitFor();
  assert.equal((await calls(page, 'onAccountError'))[0].argument.errorCode, 'INVALID_AUTH');
  const button = widget.button('Sign in at Acme Payroll');
  const [again] = await Promise.all([page.waitForEvent('popup'), button.click()]);
  await allow(again);
  await widget.heading('Acme Payroll is linked').waitFor();
});

test('a provider that goes down while the person signs in', async () => {
  const { page, window } = await atAcme();
  const back = await allowAccess(window);
  acme.isDown = true;
  try {
    await window.goto(back);
    await window.getByRole('heading', { name: 'That sign-in did not work' }).waitFor();
    await page.waitForFunction(() => window.calls.some((call) => call.name === 'onAccountError'));
    assert.equal((await calls(page, 'onAccountError'))[0].argument.errorCode, 'SERVICE_UNAVAILABLE');
  } finally {
    acme.isDown = false;
  }
});

test('a forged state, another browser, and then the right one', async () => {
  const { page, widget, window } = await atAcme();
  const back = await allowAccess(window);
  const tampered = new URL(back);
  tampered.searchParams.set('state', `${tampered.searchParams.get('state').slice(0, -1)}x`);
  assert.equal((await window.goto(tampered.href)).status(), 400);
  const { page: other } = await here.open();
  assert.equal((await other.goto(back)).status(), 403);
  await other.getByRole('heading', { name: 'This sign-in began in another browser' }).waitFor();
  const cookies = await page.context().cookies(here.service.origin);
  const [{ name, httpOnly, sameSite }] = cookies;
  assert.deepEqual([name, httpOnly, sameSite], ['wink-sign-in', true, 'Lax']);
  await page.context().addCookies([{ name, value: 'x'.repeat(43), url: here.service.origin, httpOnly: true, sameSite }]);
  assert.equal((await window.goto(back)).status(), 403, 'a cookie that is not the one');
  await page.context().addCookies(cookies);
  await window.goto(back);
  await widget.heading('Acme Payroll is linked').waitFor();
});

test('a provider that is unreachable', async () => {
  // A new service, which does not know the provider's addresses yet.
  const service = await Service.start({ extra: ['--connectors', file] });
  acme.isDown = true;
  try {
    const { userToken } = await service.createUser();
    const { page } = await here.open();
    await page.goto(here.host.page('/down', inlinePage(service, { userToken })));
    const widget = new Widget(page);
    await widget.agree();
    await widget.choose('acme pay', 'Acme Payroll');
    const button = widget.button('Sign in at Acme Payroll');
    const [window] = await Promise.all([page.waitForEvent('popup'), button.click()]);
    await window.getByRole('heading', { name: 'The provider does not answer' }).waitFor();
    await page.waitForFunction(() => window.calls.some((call) => call.name === 'onAccountError'));
    assert.equal((await calls(page, 'onAccountError'))[0].argument.errorCode, 'SERVICE_UNAVAILABLE');
  } finally {
    acme.isDown = false;
    await service.stop();
  }
});
