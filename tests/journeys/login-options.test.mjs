// A provider's login options: the fields, the help, and what is sent.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PHONE, look } from './lib/browser.mjs';
import { journeys } from './lib/journey.mjs';
import { lastSealed, watchSealing } from './lib/sealing.mjs';

const here = journeys();

// The description that a screen reader adds to a field's name.
function descriptionOf(field) {
  return field.evaluate((input) => input.getAttribute('aria-describedby').split(' ')
    .map((id) => input.getRootNode().getElementById(id)?.textContent ?? '').join(' '));
}

test('one provider, four options', async () => {
  const { page, widget } = await here.open({}, { device: PHONE });
  await widget.agree();
  await widget.choose('shopee', 'Shopee');
  await look(page, 'login-mobile');
  await widget.button('Other ways to log in').click();
  await widget.heading('Other ways to log in').waitFor();
  await look(page, 'login-options');
  const ways = await widget.dialog.getByRole('list').getByRole('button').allInnerTexts();
  assert.deepEqual(ways.map((way) => way.split('\n')[0]), [
    'Mobile number', 'E-mail address', 'User name', 'Sign in at Shopee',
  ]);
  await widget.dialog.getByRole('button', { name: 'E-mail address' }).click();
  await widget.heading('Log in to Shopee').waitFor();
  assert.equal(await widget.field('E-mail address').getAttribute('autocomplete'), 'email');
  await widget.logIn('E-mail address', 'gpalomero1234@smileapi.io', '123456');
  await widget.code.waitFor();
  assert.deepEqual(page.troubles, []);
});

test('a mobile number, typed, pasted with its country, and of another country', async () => {
  const { page, widget } = await here.open({}, { before: watchSealing });
  await widget.agree();
  await widget.choose('gojek', 'Gojek');
  const country = widget.field('Country code');
  assert.equal(await country.locator('option:checked').innerText(), 'Indonesia +62', "the provider's own country");
  // The pasted number has a country code.
  await widget.field('Mobile number').fill('+63 955 999 1234');
  assert.equal(await country.locator('option:checked').innerText(), 'Philippines +63');
  assert.equal(await widget.field('Mobile number').inputValue(), '9559991234');
  await look(page, 'login-mobile-pasted');
  await widget.field(/Password/).fill('123456');
  await widget.button('Log in').click();
  await widget.code.waitFor();
  assert.equal((await lastSealed(page)).mobile, '+639559991234');
});

test('a national number with its zero, and an invalid number', async () => {
  const { page, widget } = await here.open({}, { before: watchSealing });
  await widget.agree();
  await widget.choose('joyride', 'JoyRide');
  await widget.field('Mobile number').fill('12');
  await widget.field(/Password/).fill('123456');
  await widget.button('Log in').click();
  await widget.dialog.getByText('Mobile number does not look right.').waitFor();
  assert.equal(await widget.field('Mobile number').getAttribute('aria-invalid'), 'true');
  await look(page, 'login-mobile-fault');
  await widget.field('Country code').selectOption({ label: 'Indonesia +62' });
  await widget.field('Country code').selectOption({ label: 'Philippines +63' });
  await widget.field('Mobile number').fill('0955 999 1234');
  await widget.button('Log in').click();
  await widget.heading('JoyRide is linked').waitFor();
  assert.equal((await lastSealed(page)).mobile, '+639559991234');
});

test('pattern, hint and help come from the provider', async () => {
  const { page, widget } = await here.open();
  await widget.agree();
  await widget.choose('sss', /SSS/);
  await widget.button('Other ways to log in').click();
  await widget.dialog.getByRole('button', { name: 'SS number' }).click();
  const number = widget.field('SS number');
  await number.waitFor();
  assert.match(await descriptionOf(number), /10 digits, as on your card/);
  for (const name of ['Forgot your password?', 'Forgot your user name?']) {
    const link = widget.dialog.getByRole('link', { name });
    assert.match(await link.getAttribute('href'), /^https:\/\//);
    assert.equal(await link.getAttribute('target'), '_blank');
    assert.ok((await link.getAttribute('rel')).split(' ').includes('noopener'));
  }
  await number.fill('12345');
  await widget.field('Password').fill('123456');
  await widget.button('Log in').click();
  await widget.dialog.getByText('SS number does not look right.').waitFor();
  assert.match(await descriptionOf(number), /SS number does not look right\./);
  await look(page, 'login-ss-number-fault');
  await number.fill('33-0000000-8');
  await widget.button('Log in').click();
  await widget.code.waitFor();
});

test('employee id with company code', async () => {
  const { page, widget } = await here.open({}, { before: watchSealing });
  await widget.agree();
  await widget.choose('info-tech', /Info-Tech/);
  await widget.dialog.getByText('Your HR team can tell you your company code.').waitFor();
  await look(page, 'login-employee');
  await widget.field('Company code').fill('ACME');
  await widget.field('Employee ID').fill('George');
  await widget.field('Password').fill('123456');
  await widget.button('Log in').click();
  await widget.heading('Info-Tech HRMS is linked').waitFor();
  assert.deepEqual(await lastSealed(page), { companyCode: 'ACME', employeeId: 'George', password: '123456' });
  assert.deepEqual(page.troubles, []);
});
