// A returning user: connected accounts, their receipts, revoking them, and linking the same again.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PHONE, look, openPage } from './lib/browser.mjs';
import { inlinePage } from './lib/host.mjs';
import { called, calls, journeys, untilCalled } from './lib/journey.mjs';
import { Widget } from './lib/widget.mjs';
import { textsOf } from './lib/texts.mjs';

const here = journeys();

let pages = 0;
// The same user again, in a new tab with a fresh token.
async function returning(userId, config = {}, device = PHONE) {
  const token = await here.service.call('POST', `/tokens?userId=${userId}`);
  const page = await openPage(here.browser, device);
  pages += 1;
  const html = inlinePage(here.service, { userToken: token.accessToken, ...config });
  await page.goto(here.host.page(`/returning-${pages}`, html));
  return { page, widget: new Widget(page) };
}

async function linkJoyRide(widget, page) {
  await widget.heading('Log in to JoyRide').waitFor();
  await widget.field('Mobile number').fill('9559991234');
  await widget.field(/Password/).fill('123456');
  await widget.button('Log in').click();
  await widget.heading('JoyRide is linked').waitFor();
  return (await calls(page, 'onAccountConnected')).at(-1).argument.accountId;
}

test('a connected account is shown with its receipt, and can be revoked', async () => {
  const first = await here.open();
  await first.widget.agree();
  await first.widget.choose('joyride', 'JoyRide');
  const accountId = await linkJoyRide(first.widget, first.page);
  await first.widget.done();

  const { page, widget } = await returning(first.userId);
  await widget.agree();
  await widget.search.fill('joyride');
  await widget.option(/JoyRide.*Connected/s).first().waitFor();
  await look(page, 'managing-1-list');
  await widget.option('JoyRide').first().click();
  await widget.heading('Your JoyRide account').waitFor();
  await widget.dialog.getByText(/, to version 20\d\d-\d\d$/).waitFor();
  await look(page, 'managing-2-account');
  await widget.button('Read the full agreement').click();
  await widget.dialog.locator('.wink-document').getByRole('heading').first().waitFor();
  await look(page, 'managing-3-agreement');
  await widget.button('Hide the agreement').click();
  await widget.button('Stop sharing').click();
  await widget.heading(/^Stop sharing with/).waitFor();
  await look(page, 'managing-4-confirm');
  await widget.button('Keep sharing').click();
  assert.equal((await called(page)).includes('onAccountRemoved'), false);
  await widget.button('Stop sharing').click();
  await widget.button('Stop sharing and delete').click();
  await untilCalled(page, 'onAccountRemoved');
  await widget.heading('Choose an account to link').waitFor();
  const [{ argument }] = await calls(page, 'onAccountRemoved');
  assert.deepEqual(argument, { accountId, userId: first.userId, providerId: 'joyride' });
  const { items } = await here.service.call('GET', `/identities?sourceId=${accountId}`);
  assert.deepEqual(items, []);
  assert.deepEqual(page.troubles, []);
});

const listed = (widget) => widget.dialog.locator('.wink-fact strong').allInnerTexts();

// The data of each source, by the Open API's name and in the widget's words.
const KINDS = [
  ['identities', 'Identities'], ['employments', 'Employments'], ['incomes', 'Incomes'], ['transactions', 'Transactions'],
  ['contributions', 'Contributions'], ['liabilities', 'Liabilities'], ['ratings', 'Ratings'], ['documents', 'Documents'],
];

for (const [provider, name, held] of [
  ['upwork', 'Upwork', ['Identities', 'Employments', 'Incomes', 'Transactions', 'Ratings']],
  ['sss', /^(SSS|Social)/, ['Identities', 'Employments', 'Contributions', 'Liabilities']],
]) {
  test(`the data read from ${provider} is listed, and nothing else`, async () => {
    const t = await textsOf('en');
    const first = await here.open({}, { device: PHONE });
    await first.widget.agree();
    await first.widget.choose(provider, name);
    await first.widget.dialog.locator('input').first().fill('slow_0');
    await first.widget.field('Password').fill('anything');
    await first.widget.button('Log in').click();
    await first.widget.heading(/is linked$/).waitFor();
    const words = held.map((kind) => t(kind));
    assert.deepEqual(await listed(first.widget), words);
    await look(first.page, `connected-${provider}`);
    const [{ argument: { accountId } }] = await calls(first.page, 'onAccountConnected');
    for (const [list, kind] of KINDS) {
      const { items } = await here.service.call('GET', `/${list}?sourceId=${accountId}`);
      assert.equal(items.length > 0, held.includes(kind), `${kind} of ${provider} at the service`);
    }
    // The list is shown in this opening, in the next one, and before revoking.
    await first.widget.button('Link another account').click();
    await first.widget.search.fill(provider);
    await first.widget.option(name).first().click();
    await first.widget.heading(/^Your .* account$/).waitFor();
    assert.deepEqual(await listed(first.widget), words);
    const { page, widget } = await returning(first.userId);
    await widget.agree();
    await widget.search.fill(provider);
    await widget.option(name).first().click();
    await widget.heading(/^Your .* account$/).waitFor();
    assert.deepEqual(await listed(widget), words);
    await look(page, `account-${provider}`);
    await widget.button('Stop sharing').click();
    await widget.heading(/^Stop sharing with/).waitFor();
    assert.deepEqual(await listed(widget), words);
    assert.deepEqual([...first.page.troubles, ...page.troubles], []);
  });
}

test('no data is listed before any is read, or if the service does not say which', async () => {
  const { page, widget } = await here.open({}, { device: PHONE });
  await page.route('**/link/v1/accounts/*?*', async (route) => {
    const answer = await route.fetch();
    const { stored, ...account } = await answer.json();
    await route.fulfill({ response: answer, json: account });
  });
  await widget.agree();
  await widget.choose('sprout', /Sprout/);
  await widget.logIn('User name', 'slow_0', 'anything');
  await widget.heading('Sprout is linked').waitFor();
  await widget.dialog.getByText('Your records are still being read.').waitFor();
  assert.deepEqual(await listed(widget), []);
  assert.equal(await widget.dialog.getByText('now has a copy of').count(), 0);
});

test('linking the same source again replaces the older account', async () => {
  const config = { providers: ['joyride'] };
  const first = await here.open(config);
  await first.widget.button('I agree').click();
  const older = await linkJoyRide(first.widget, first.page);
  await first.widget.done();

  const { page, widget } = await returning(first.userId, config);
  await widget.button('I agree').click();
  await widget.heading('Your JoyRide account').waitFor();
  await widget.button('Link another account').click();
  const newer = await linkJoyRide(widget, page);
  assert.notEqual(newer, older);
  assert.deepEqual((await called(page)).slice(-4), [
    'onAccountCreated', 'onAccountRemoved', 'onAccountConnected', 'ConnectSuccessPageOpened',
  ]);
  assert.equal((await calls(page, 'onAccountRemoved'))[0].argument.accountId, older);
  const { items } = await here.service.call('GET', `/identities?userId=${first.userId}`);
  assert.deepEqual(items.map(({ metadata }) => metadata.sourceId), [newer], 'the data is there once');
});

test('a button that goes away does not take the focus with it', async () => {
  const { page, widget } = await here.open();
  await widget.agree();
  await widget.choose('sprout', /Sprout/);
  // No long poll reaches the service.
  await page.route('**/link/v1/accounts/*?*', (route) => route.abort());
  await widget.logIn('User name', 'slow_20', 'anything');
  await widget.heading('Linking Sprout').waitFor();
  await widget.button('Try now').focus();
  await page.unroute('**/link/v1/accounts/*?*');
  await page.keyboard.press('Enter');
  await widget.button('Try now').waitFor({ state: 'detached', timeout: 60_000 });
  const focused = await page.evaluate(() => document.querySelector('wink-link').shadowRoot.activeElement?.tagName);
  assert.equal(focused, 'H2');
});
