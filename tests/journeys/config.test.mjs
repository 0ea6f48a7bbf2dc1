// Every configuration key that affects these screens.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESKTOP, PHONE, look, openPage } from './lib/browser.mjs';
import { called, journeys } from './lib/journey.mjs';
import { Widget } from './lib/widget.mjs';

const here = journeys();

test('a missing or wrong userToken throws a TypeError that names it', async () => {
  const page = await openPage(here.browser);
  await page.goto(here.host.page('/token', `<!DOCTYPE html><title>Host</title>
    <script src="${here.service.origin}/v2/smile.v2.js"></script>`));
  for (const config of ['{}', '{ userToken: 7 }', '{ userToken: "" }', 'undefined', 'null', '{ userToken: null }']) {
    const message = await page.evaluate(`(() => {
      try { new SmileLinkModal(${config}); return 'nothing thrown'; }
      catch (error) { return error instanceof TypeError ? error.message : 'not a TypeError'; }
    })()`);
    assert.match(message, /userToken/, config);
  }
});

test('an invalid value of another key is logged to the console and ignored', async () => {
  const { page, widget } = await here.open({
    enableSearchBar: 'yes', topProviders: 'upwork', providerTypes: ['GIG', 'MOON'], templateId: 5, providers: [7],
    apiHost: 42, somethingElse: true,
  });
  await widget.agree();
  await widget.search.waitFor();
  for (const key of ['enableSearchBar', 'topProviders', 'providerTypes', 'templateId', 'providers', 'apiHost']) {
    assert.ok(page.warnings.some((warning) => warning.includes(key)), key);
  }
  assert.ok(!page.warnings.some((warning) => warning.includes('somethingElse')));
});

test('more than ten promoted providers are logged once', async () => {
  const { page, widget } = await here.open({ topProviders: Array.from({ length: 11 }, (_, at) => `provider-${at}`) });
  await widget.agree();
  await widget.option(/./).first().waitFor();
  assert.deepEqual(page.warnings.filter((warning) => warning.includes('topProviders')), [
    'SmileLinkModal: topProviders should be an array of at most 10 provider ids; what is not is ignored.',
  ]);
  const ten = await here.open({ topProviders: Array.from({ length: 10 }, (_, at) => `provider-${at}`) });
  await ten.widget.heading('Share your records with').waitFor();
  assert.deepEqual(ten.page.warnings.filter((warning) => warning.includes('topProviders')), []);
});

test('promoted providers come first, in the order given', async () => {
  const { page, widget } = await here.open({ topProviders: ['sss', 'grab'] });
  await widget.agree();
  const options = widget.dialog.getByRole('option');
  await options.first().waitFor();
  assert.match(await options.nth(0).innerText(), /SSS|Social Security/);
  assert.match(await options.nth(1).innerText(), /Grab/);
  await widget.dialog.getByText('Popular', { exact: true }).first().waitFor();
  await look(page, 'top-providers');
});

test('only some types, without search and filter', async () => {
  const { page, widget } = await here.open({ providerTypes: ['GOVERNMENT'], enableSearchBar: false, enableTypeBar: false });
  await widget.agree();
  const options = widget.dialog.getByRole('option');
  await options.first().waitFor();
  for (const text of await options.allInnerTexts()) assert.match(text, /Government/);
  assert.equal(await widget.search.count(), 0);
  assert.equal(await widget.dialog.getByText('Gig platforms', { exact: true }).count(), 0);
  await look(page, 'without-bars');
});

test('the type filter', async () => {
  const { page, widget } = await here.open();
  await widget.agree();
  await widget.dialog.getByText('Government', { exact: true }).first().click();
  await page.waitForFunction(() => {
    const options = [...document.querySelector('wink-link').shadowRoot.querySelectorAll('[role=option]')];
    return options.length > 3 && options.every((option) => option.textContent.includes('Government'));
  });
  await look(page, 'type-filter');
});

test('a single provider goes straight to its login, optionally without the consent screen', async () => {
  const one = await here.open({ providers: ['sss'] });
  await one.widget.button('I agree').click();
  await one.widget.heading(/Log in to/).waitFor();
  assert.deepEqual(await called(one.page), ['ConsentPageOpened', 'LoginPageOpened']);

  const bare = await here.open({ providers: ['sss'], enableConsentPage: false, companyName: 'Acme Payroll' });
  await bare.widget.heading(/Log in to/).waitFor();
  await bare.widget.dialog.getByText('Acme Payroll').first().waitFor();
  await bare.widget.button('Agree and log in').waitFor();
  await look(bare.page, 'single-provider');
  assert.deepEqual(await called(bare.page), ['LoginPageOpened']);
  await bare.widget.field('User name').fill('George');
  await bare.widget.field('Password').fill('123456');
  await bare.widget.button('Agree and log in').click();
  await bare.widget.code.waitFor();

  const many = await here.open({ providers: ['sss', 'grab'], enableConsentPage: false });
  await many.widget.heading('Share your records with').waitFor();
});

for (const [template, company, device] of [
  ['wtpl-demo', 'Lumina Lending', PHONE],
  ['wtpl-dark', /./, DESKTOP],
]) {
  test(`the look of template ${template}`, async () => {
    const { page, widget } = await here.open({ templateId: template }, { device });
    await widget.heading('Share your records with').waitFor();
    await widget.dialog.getByText(company).first().waitFor();
    await look(page, `${template}-consent`);
    await widget.agree();
    await widget.option(/./).first().waitFor();
    await look(page, `${template}-providers`);
  });
}

test('companyName wins over the template', async () => {
  const { widget } = await here.open({ templateId: 'wtpl-demo', companyName: 'Acme Payroll' });
  await widget.heading('Share your records with Acme Payroll').waitFor();
});

test('sandbox people fill in the form', async () => {
  const { page, widget } = await here.open({ enableSampleModel: true });
  await widget.agree();
  await widget.choose('upwork', 'Upwork');
  await widget.dialog.getByRole('button', { name: /George/ }).click();
  await widget.button('Log in').click();
  await widget.enterCode('1234');
  await widget.heading('Upwork is linked').waitFor();
  assert.deepEqual(page.troubles, []);
});

test('other ways to log in', async () => {
  const { page, widget } = await here.open();
  await widget.agree();
  await widget.choose('sss', 'SSS');
  await widget.button('Other ways to log in').click();
  await widget.heading('Other ways to log in').waitFor();
  await look(page, 'login-options');
  assert.equal((await called(page)).at(-1), 'LoginOptionsPageOpened');
  await widget.dialog.getByRole('button', { name: 'SS number' }).click();
  await widget.field('SS number').fill('3300000008');
  await widget.field('Password').fill('123456');
  await widget.button('Log in').click();
  await widget.enterCode('1234');
  await widget.heading('SSS is linked').waitFor();
});

test('a returning user sees connected accounts and can stop sharing them', async () => {
  const { page, widget, userId } = await here.open();
  await widget.agree();
  await widget.choose('upwork', 'Upwork');
  await widget.logIn(/E-mail address|User name/, 'gpalomero1234@smileapi.io', '123456');
  await widget.enterCode('1234');
  await widget.button('Done').click();
  const token = await here.service.call('POST', `/tokens?userId=${userId}`);
  await page.evaluate((userToken) => new SmileLinkModal(recorded({ userToken })).open(), token.accessToken);
  const again = new Widget(page);
  await again.agree();
  await again.search.fill('upwork');
  await look(page, 'connected-badge');
  await again.option(/Upwork.*Connected/s).first().click();
  await again.heading('Your Upwork account').waitFor();
  await look(page, 'account');
  await again.button('Stop sharing').click();
  await again.button('Stop sharing and delete').waitFor();
  await look(page, 'account-confirm');
  await again.button('Stop sharing and delete').click();
  await again.heading('Choose an account to link').waitFor();
  const removed = (await page.evaluate(() => window.calls)).filter(({ name }) => name === 'onAccountRemoved');
  assert.equal(removed.length, 1);
  const { items } = await here.service.call('GET', `/identities?userId=${userId}`);
  assert.deepEqual(items, []);
});
