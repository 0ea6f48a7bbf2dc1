// Less common screens with the keyboard alone: after each step, the focus is where the person continues.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { called, calls, journeys, untilCalled } from './lib/journey.mjs';
import { press, tabTo, untilFocused } from './lib/keyboard.mjs';

const here = journeys({ service: { pace: 300 } });

// Opens the list, with the focus in the search field.
async function atList(config) {
  const opened = await here.open(config);
  await opened.widget.heading('Share your records with').waitFor();
  await press(opened.page, 'I agree');
  await opened.widget.option(/./).first().waitFor();
  await untilFocused(opened.page, ['INPUT', 'wink-search']);
  return opened;
}

async function choose({ page, widget }, query, name) {
  await page.keyboard.press('Control+A');
  await page.keyboard.type(query);
  await widget.option(name).first().waitFor();
  await page.keyboard.press('Enter');
}

// Logs in at a source that accepts any name.
async function logIn(opened, name) {
  const { page } = opened;
  await choose(opened, 'sprout', /Sprout/);
  await untilFocused(page, ['INPUT', 'wink-field-0']);
  await page.keyboard.type(name);
  await page.keyboard.press('Tab');
  await untilFocused(page, ['INPUT', 'wink-field-1']);
  await page.keyboard.type('anything');
  await page.keyboard.press('Enter');
}

test('stop sharing: confirmed, cancelled, failed, done', async () => {
  const opened = await atList();
  const { page, widget } = opened;
  await logIn(opened, 'slow_0');
  await widget.heading('Sprout is linked').waitFor();
  await press(page, 'Link another account');
  await untilFocused(page, ['INPUT', 'wink-search']);
  await choose(opened, 'sprout', /Sprout/);
  await untilFocused(page, ['H2', 'Your Sprout account']);
  await press(page, 'Stop sharing');
  await untilFocused(page, ['H3', 'Stop sharing with']);
  await press(page, 'Keep sharing');
  await untilFocused(page, ['BUTTON', 'Stop sharing']);
  assert.equal((await called(page)).includes('onAccountRemoved'), false);
  await page.keyboard.press('Enter');
  await untilFocused(page, ['H3', 'Stop sharing with']);
  await page.route('**/link/v1/accounts/*', (route) => (
    route.request().method() === 'DELETE' ? route.abort() : route.continue()
  ));
  await press(page, 'Stop sharing and delete');
  await widget.alert.filter({ hasText: 'this account is still shared' }).waitFor();
  await untilFocused(page, ['BUTTON', 'Stop sharing']);
  await page.unroute('**/link/v1/accounts/*');
  await page.keyboard.press('Enter');
  await untilFocused(page, ['H3', 'Stop sharing with']);
  await press(page, 'Stop sharing and delete');
  await untilCalled(page, 'onAccountRemoved');
  await widget.heading('Choose an account to link').waitFor();
  await untilFocused(page, ['INPUT', 'wink-search']);
  assert.deepEqual(page.troubles, []);
});

test('the employer survey, with its errors', async () => {
  const opened = await atList();
  const { page, widget } = opened;
  await page.keyboard.type('zzzz qqqq');
  await widget.dialog.getByText('Nothing found for').first().waitFor();
  await press(page, 'Can’t find your employer');
  await untilFocused(page, ['INPUT', 'wink-survey-name']);
  assert.equal(await widget.field('Employer’s name').inputValue(), 'zzzz qqqq');
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Enter');
  await widget.dialog.getByText('Employer’s name is missing.').waitFor();
  await untilFocused(page, ['INPUT', 'wink-survey-name']);
  await page.keyboard.type('Tindahan');
  await page.keyboard.press('Tab');
  await untilFocused(page, ['SELECT', 'wink-survey-country']);
  await page.keyboard.type('Phil');
  await page.keyboard.press('Tab');
  await untilFocused(page, ['INPUT', 'wink-survey-email']);
  await page.keyboard.type('ana@');
  await press(page, 'Send');
  await untilFocused(page, ['INPUT', 'wink-survey-email']);
  await widget.dialog.getByText('E-mail address does not look right.').waitFor();
  await page.keyboard.type('example.com');
  const [request] = await Promise.all([
    page.waitForRequest((wanted) => wanted.url().endsWith('/link/v1/employers')),
    press(page, 'Send'),
  ]);
  assert.deepEqual(request.postDataJSON(), { name: 'Tindahan', country: 'PH', email: 'ana@example.com' });
  await untilFocused(page, ['H2', 'Thank you']);
  await press(page, 'Done');
  await widget.dialog.waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => document.activeElement === document.body), true, 'where it was before');
  assert.deepEqual(page.troubles, []);
});

test('another login option, and back', async () => {
  const opened = await atList();
  const { page, widget } = opened;
  await choose(opened, 'sss', /SSS|Social/);
  await untilFocused(page, ['INPUT', 'wink-field-0']);
  await press(page, 'Other ways to log in');
  await untilFocused(page, ['H2', 'Other ways to log in']);
  await press(page, 'SS number');
  await untilFocused(page, ['INPUT', 'wink-field-0']);
  await widget.field('SS number').waitFor();
  await press(page, 'Other ways to log in');
  await untilFocused(page, ['H2', 'Other ways to log in']);
  // The back button comes before the heading.
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await tabTo(page, /^BUTTON Back/);
  await page.keyboard.press('Enter');
  await untilFocused(page, ['INPUT', 'wink-field-0']);
  await widget.field('SS number').waitFor();
  assert.deepEqual(page.troubles, []);
});

test('the buttons of an error', async () => {
  const opened = await atList();
  const { page, widget } = opened;
  await logIn(opened, 'error_ACCOUNT_LOCKED');
  await untilFocused(page, ['H2', 'Sprout has locked this account']);
  await press(page, 'Try again');
  // The name is kept, the password is not.
  await untilFocused(page, ['INPUT', 'wink-field-1']);
  assert.equal(await widget.field('User name').inputValue(), 'error_ACCOUNT_LOCKED');
  await page.keyboard.type('anything');
  await page.keyboard.press('Enter');
  await untilFocused(page, ['H2', 'Sprout has locked this account']);
  await press(page, 'Choose another account');
  await untilFocused(page, ['INPUT', 'wink-search']);
  await logIn(opened, 'error_UNSUPPORTED_AUTH_TYPE');
  await untilFocused(page, ['H2', 'This way of logging in is not supported']);
  await press(page, 'Other ways to log in');
  await untilFocused(page, ['H2', 'Other ways to log in']);
  await press(page, 'User name');
  await untilFocused(page, ['INPUT', 'wink-field-1']);
  await page.keyboard.type('anything');
  await page.keyboard.press('Enter');
  await untilFocused(page, ['H2', 'This way of logging in is not supported']);
  await press(page, 'Exit');
  await widget.dialog.waitFor({ state: 'detached' });
  assert.deepEqual((await calls(page, 'onClose')).map(({ argument }) => argument.reason), ['error']);
  assert.deepEqual(page.troubles, []);
});
