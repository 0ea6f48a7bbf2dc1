// Every error code of the contract, from the sandbox. Also no network, a slow network, and a reload while linking.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PHONE, look, openPage } from './lib/browser.mjs';
import { inlinePage } from './lib/host.mjs';
import { called, calls, journeys, untilCalled } from './lib/journey.mjs';
import { Service } from './lib/service.mjs';
import { Widget } from './lib/widget.mjs';

const here = journeys();

const AGAIN = 'Try again';
const ANOTHER = 'Choose another account';
const OTHER_WAYS = 'Other ways to log in';

// Code, heading, primary and secondary button. The form shows the two codes that have no buttons.
const CODES = [
  ['ACCOUNT_DISABLED', /closed/, ANOTHER, AGAIN],
  ['ACCOUNT_INACCESSIBLE', /cannot be opened/, ANOTHER, AGAIN],
  ['ACCOUNT_INCOMPLETE', /not set up yet/, AGAIN, ANOTHER],
  ['ACCOUNT_LOCKED', /has locked this account/, AGAIN, ANOTHER],
  ['AUTH_REQUIRED', /asks you to log in there first/, AGAIN, ANOTHER],
  ['EXPIRED_CREDENTIALS', /password has expired/, AGAIN, ANOTHER],
  ['INVALID_ACCOUNT_TYPE', /kind of account cannot be linked/, ANOTHER, AGAIN],
  ['INVALID_AUTH'],
  ['INVALID_CREDENTIALS'],
  ['INVALID_MFA', /security check did not work out/, AGAIN, ANOTHER],
  ['MFA_TIMEOUT', /Time ran out/, AGAIN, ANOTHER],
  ['SERVICE_UNAVAILABLE', /not available right now/, AGAIN, ANOTHER],
  ['SYSTEM_ERROR', /went wrong on our side/, AGAIN, ANOTHER],
  ['TOS_REQUIRED', /has new terms/, AGAIN, ANOTHER],
  ['UNSUPPORTED_AUTH_TYPE', /way of logging in is not supported/, OTHER_WAYS, ANOTHER],
  ['UNSUPPORTED_MFA_METHOD', /security check is not supported/, ANOTHER, AGAIN],
];

async function fail(widget, code) {
  await widget.choose('sprout', /Sprout/);
  await widget.logIn('User name', `error_${code}`, 'anything');
}

for (const [code, title, primary, secondary] of CODES) {
  test(code, async () => {
    const { page, widget } = await here.open({}, { device: PHONE });
    await widget.agree();
    await fail(widget, code);
    await untilCalled(page, 'onAccountError');
    if (title) {
      await widget.heading(title).waitFor();
      const buttons = await widget.dialog.locator('.wink-foot').getByRole('button').allInnerTexts();
      assert.deepEqual(buttons, [primary, secondary, 'Exit']);
      await widget.dialog.getByText(/^Reference [0-9A-F]{10}$/).waitFor();
    } else {
      await widget.heading('Log in to Sprout').waitFor();
      await widget.alert.first().waitFor();
    }
    await look(page, `error-${code.toLowerCase()}`);
    const errors = await calls(page, 'onAccountError');
    assert.deepEqual(errors.map(({ argument }) => argument.errorCode), [code]);
    for (const button of [primary, secondary]) {
      if (button === undefined) continue;
      await widget.button(button).click();
      if (button === ANOTHER) {
        await widget.heading('Choose an account to link').waitFor();
        await fail(widget, code);
        await widget.heading(title).waitFor();
        continue;
      }
      if (button === OTHER_WAYS) {
        await widget.dialog.getByRole('button', { name: 'User name' }).click();
      }
      await widget.heading('Log in to Sprout').waitFor();
      assert.equal(await widget.field('User name').inputValue(), `error_${code}`, 'what was typed survives');
      assert.equal(await widget.field('Password').inputValue(), '');
      await widget.field('Password').fill('anything');
      await widget.button('Log in').click();
      await widget.heading(title).waitFor();
    }
    if (!title) {
      assert.equal(await widget.field('User name').inputValue(), `error_${code}`);
      assert.equal(await widget.field('Password').inputValue(), '');
      return;
    }
    await widget.button('Exit').click();
    assert.deepEqual((await calls(page, 'onClose')).map(({ argument }) => argument.reason), ['error']);
    assert.deepEqual(page.troubles, []);
  });
}

test('offline shows its own message, keeps the input, and recovers by itself', async () => {
  const { page, widget } = await here.open();
  await widget.agree();
  await widget.choose('joyride', 'JoyRide');
  await widget.field('Mobile number').fill('9559991234');
  const words = widget.dialog.getByText('You are offline. Nothing is lost').first();
  await page.context().setOffline(true);
  await words.waitFor();
  await page.context().setOffline(false);
  await words.waitFor({ state: 'detached' });
  assert.equal(await widget.field('Mobile number').inputValue(), '9559991234');
  await widget.field(/Password/).fill('123456');
  await widget.button('Log in').click();
  await widget.heading('JoyRide is linked').waitFor();
});

test('offline on the login screen, and while connecting', async () => {
  const { page, widget } = await here.open({}, { device: PHONE });
  await widget.agree();
  await widget.choose('sprout', /Sprout/);
  // The heading appears before the form.
  await widget.field('User name').waitFor();
  await page.context().setOffline(true);
  await widget.logIn('User name', 'slow_4', 'anything');
  await widget.alert.filter({ hasText: 'You are offline, so nothing was sent' }).first().waitFor();
  await look(page, 'offline-login');
  assert.equal(await widget.field('Password').inputValue(), 'anything');
  await page.context().setOffline(false);
  await widget.button('Log in').click();
  await widget.heading('Linking Sprout').waitFor();
  await page.context().setOffline(true);
  await widget.dialog.getByText('You are offline. Nothing is lost').first().waitFor();
  await look(page, 'offline-connecting');
  await page.context().setOffline(false);
  await widget.heading('Sprout is linked').waitFor({ timeout: 60_000 });
  assert.equal((await calls(page, 'onAccountConnected')).length, 1);
});

test('a slow network shows a message', async () => {
  const { page, widget } = await here.open();
  await widget.agree();
  await page.route('**/link/v1/providers/*', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 6000));
    await route.continue();
  });
  await widget.search.fill('sprout');
  await widget.option(/Sprout/).first().click();
  await widget.dialog.getByText('Your connection is slow').first().waitFor();
  await look(page, 'slow-network');
  await widget.field('Password').waitFor();
  await widget.dialog.getByText('Your connection is slow').waitFor({ state: 'detached' });
});

test('while linking takes long, the screen says that leaving is safe, and a reload resumes', async (t) => {
  const service = await Service.start({ pace: 0 });
  t.after(() => service.stop());
  const { userToken, userId } = await service.createUser();
  const page = await openPage(here.browser, PHONE);
  await page.goto(here.host.page('/long', inlinePage(service, { userToken })));
  const widget = new Widget(page);
  await widget.agree();
  await widget.choose('sprout', /Sprout/);
  await widget.logIn('User name', 'slow_24', 'anything');
  await widget.dialog.getByText('You can close this window: linking continues').first().waitFor({ timeout: 60_000 });
  await look(page, 'connecting-long');
  const [{ argument: created }] = await calls(page, 'onAccountCreated');
  // A link token opens one session, so a reload gets a new token for the same user.
  const token = await service.call('POST', `/tokens?userId=${userId}`);
  await page.goto(here.host.page('/long-again', inlinePage(service, { userToken: token.accessToken })));
  await widget.agree();
  await widget.search.fill('sprout');
  await widget.option(/Sprout/).first().click();
  await widget.heading('Linking Sprout').waitFor();
  await widget.heading('Sprout is linked').waitFor({ timeout: 60_000 });
  const [{ argument: connected }] = await calls(page, 'onAccountConnected');
  assert.equal(connected.accountId, created.accountId);
  assert.equal((await called(page)).includes('onAccountCreated'), false, 'it is the same account');
});
