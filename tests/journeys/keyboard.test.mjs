// The main journey with the keyboard alone.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PHONE, look } from './lib/browser.mjs';
import { called, calls, journeys } from './lib/journey.mjs';
import { tabTo, untilFocused } from './lib/keyboard.mjs';

const here = journeys();

test('from consent to done', async () => {
  const { page, widget } = await here.open();
  await widget.heading('Share your records with').waitFor();
  await tabTo(page, /I agree/);
  await page.keyboard.press('Enter');
  await widget.search.waitFor();
  await widget.option(/./).first().waitFor();
  await tabTo(page, /^INPUT/);
  await page.keyboard.type('upwork');
  await widget.option('Upwork').first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await widget.heading('Log in to Upwork').waitFor();
  await tabTo(page, /^INPUT .*(username|email)/);
  await page.keyboard.type('gpalomero1234@smileapi.io');
  await tabTo(page, /^INPUT .*current-password/);
  await page.keyboard.type('123456');
  await page.keyboard.press('Enter');
  await widget.code.waitFor();
  await tabTo(page, /^INPUT .*one-time-code/);
  await page.keyboard.type('1234');
  await widget.heading('Upwork is linked').waitFor();
  await look(page, 'keyboard-only');
  await tabTo(page, /Done/);
  await page.keyboard.press('Enter');
  await widget.dialog.waitFor({ state: 'detached' });
  assert.equal((await called(page)).at(-1), 'onClose');
});

test('Escape clears the search first, and then closes', async () => {
  const { page, widget } = await here.open();
  await widget.agree();
  await widget.search.fill('upwork');
  await widget.search.press('Escape');
  assert.equal(await widget.search.inputValue(), '');
  assert.equal(await widget.dialog.count(), 1);
  await page.keyboard.press('Escape');
  await widget.dialog.waitFor({ state: 'detached' });
  assert.deepEqual((await calls(page, 'onClose')).map(({ argument }) => argument.reason), ['close']);
});

test('focus goes to the heading of each new screen', async () => {
  // On a touch screen, a focused field would open the on-screen keyboard over the text.
  const { page, widget } = await here.open({ enableUpload: true }, { device: PHONE });
  await untilFocused(page, ['H2', 'Share your records with']);
  await widget.agree();
  await untilFocused(page, ['H2', 'Choose an account to link']);
  await widget.choose('sss', /SSS|Social/);
  await untilFocused(page, ['H2', 'Log in to']);
  await widget.button('Other ways to log in').click();
  await untilFocused(page, ['H2', 'Other ways to log in']);
  await widget.button('Back').click();
  await untilFocused(page, ['H2', 'Log in to']);
  await widget.button('Back').click();
  await untilFocused(page, ['H2', 'Choose an account to link']);
  await widget.button('Upload a document instead').click();
  await untilFocused(page, ['H2', 'What would you like to upload?']);
  await widget.dialog.getByRole('button', { name: /^Payslip/ }).click();
  await untilFocused(page, ['H2', 'Upload your payslip']);
  await widget.button('Back').click();
  await widget.button('Back').click();
  await widget.choose('sprout', /Sprout/);
  await widget.logIn('User name', 'mfa_sms', 'anything');
  await widget.code.waitFor();
  await untilFocused(page, ['H2', 'Enter your code']);
  await widget.enterCode('1234');
  await widget.heading('Sprout is linked').waitFor();
  await untilFocused(page, ['H2', 'Sprout is linked']);
});

test('with a mouse, focus goes to the first field', async () => {
  const { page, widget } = await here.open();
  await untilFocused(page, ['H2', 'Share your records with']);
  await widget.agree();
  await untilFocused(page, ['INPUT', 'wink-search']);
  await widget.choose('sprout', /Sprout/);
  await untilFocused(page, ['INPUT', 'wink-field-0']);
  await widget.logIn('User name', 'mfa_sms', 'anything');
  await widget.code.waitFor();
  await untilFocused(page, ['INPUT', 'wink-code']);
});
