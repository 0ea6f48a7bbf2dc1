// George links his account, on a phone and on a desktop, and the host's server reads his data.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESKTOP, PHONE, look } from './lib/browser.mjs';
import { called, calls, journeys } from './lib/journey.mjs';

const here = journeys();

for (const [place, device] of [
  ['phone-light', PHONE],
  ['phone-dark', { ...PHONE, colorScheme: 'dark' }],
  ['desktop-light', DESKTOP],
  ['desktop-dark', { ...DESKTOP, colorScheme: 'dark' }],
]) {
  test(`George links Upwork, ${place}`, async () => {
    const { page, widget, userId } = await here.open({ enableSampleModel: true }, { device });
    const seen = (screen) => look(page, `george-${place}-${screen}`);

    await widget.heading('Share your records with').waitFor();
    await seen('1-consent');
    await widget.button('Read the full agreement').click();
    await widget.button('Hide the agreement').waitFor();
    await seen('2-agreement');
    await widget.agree();
    await widget.option('Upwork').first().waitFor();
    await seen('3-providers');
    await widget.search.fill('upwrk');
    await widget.option('Upwork').first().waitFor();
    await seen('4-search');
    await widget.choose('upwork', 'Upwork');
    await seen('5-login');
    await widget.logIn(/E-mail address|User name/, 'gpalomero1234@smileapi.io', '123456').catch(async () => {
      // The provider's default login option decides which field is shown.
      throw new Error(await widget.dialog.innerText());
    });
    await widget.code.waitFor();
    await seen('6-code');
    await widget.enterCode('1234');
    await widget.heading('Upwork is linked').waitFor();
    await seen('7-connected');
    await widget.done();

    assert.deepEqual(await called(page), [
      'ConsentPageOpened',
      'ProviderListPageOpened',
      'LoginPageOpened',
      'onAccountCreated',
      'MfaPageOpened',
      'onAccountConnected',
      'ConnectSuccessPageOpened',
      'onClose',
    ]);
    const [{ argument: account }] = await calls(page, 'onAccountConnected');
    assert.deepEqual(Object.keys(account).sort(), ['accountId', 'providerId', 'userId']);
    assert.equal(account.userId, userId);
    assert.equal(account.providerId, 'upwork');
    assert.deepEqual((await calls(page, 'onClose'))[0].argument, { reason: 'exit' });
    const [{ argument: shown }] = (await calls(page, 'onUIEvent')).slice(-1);
    assert.equal(shown.mode, 'SANDBOX');
    assert.match(shown.eventTime, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.deepEqual(shown.account, { providerId: 'upwork', accountId: account.accountId });
    assert.equal(shown.archive, null);

    // The host's server reads George's data.
    const read = async (what) => (await here.service.call('GET', `/${what}?sourceId=${account.accountId}`)).items;
    const [identity] = await read('identities');
    assert.match(identity.fullName, /^George .*Palomero/);
    assert.ok(identity.emails.some(({ address }) => address === 'gpalomero1234@smileapi.io'));
    assert.ok(identity.phones.some(({ number }) => number === '+639559991234'));
    assert.equal(identity.metadata.sourceId, account.accountId);
    assert.ok((await read('employments')).length > 0);
    const incomes = await read('incomes');
    assert.ok(incomes.length > 0 && incomes.every(({ currency }) => currency === 'PHP'));
    assert.deepEqual(page.troubles, []);
    await page.context().close();
  });
}

test('wrong password, then right', async () => {
  const { page, widget } = await here.open();
  await widget.agree();
  await widget.choose('upwork', 'Upwork');
  await widget.logIn(/E-mail address|User name/, 'gpalomero1234@smileapi.io', 'wrong');
  await widget.alert.first().waitFor();
  await look(page, 'wrong-password');
  assert.equal(await widget.field(/E-mail address|User name/).inputValue(), 'gpalomero1234@smileapi.io');
  assert.equal(await widget.field('Password').inputValue(), '');
  const [{ argument }] = await calls(page, 'onAccountError');
  assert.equal(argument.errorCode, 'INVALID_CREDENTIALS');
  await widget.field('Password').fill('123456');
  await widget.button('Log in').click();
  await widget.enterCode('1234');
  await widget.heading('Upwork is linked').waitFor();
  assert.deepEqual((await called(page)).slice(2), [
    'LoginPageOpened', 'onAccountCreated', 'onAccountError', 'LoginPageOpened', 'onAccountCreated', 'MfaPageOpened',
    'onAccountConnected', 'ConnectSuccessPageOpened',
  ]);
  assert.deepEqual(page.troubles, []);
});

test('wrong code, then right', async () => {
  const { page, widget } = await here.open();
  await widget.agree();
  await widget.choose('upwork', 'Upwork');
  await widget.logIn(/E-mail address|User name/, 'gpalomero1234@smileapi.io', '123456');
  await widget.enterCode('9999');
  await widget.dialog.getByText('That code is not right. You have 2 tries left.').first().waitFor();
  await look(page, 'wrong-code');
  await widget.enterCode('1234');
  await widget.heading('Upwork is linked').waitFor();
  const names = await called(page);
  assert.equal(names.filter((name) => name === 'onAccountConnected').length, 1);
  assert.equal(names.includes('onAccountError'), false);
});

test('three wrong codes end the attempt, and the person can try again', async () => {
  const { page, widget } = await here.open();
  await widget.agree();
  await widget.choose('upwork', 'Upwork');
  await widget.logIn(/E-mail address|User name/, 'gpalomero1234@smileapi.io', '123456');
  for (const left of [2, 1]) {
    await widget.enterCode('9999');
    await widget.dialog.getByText(new RegExp(`You have ${left} tr`)).first().waitFor();
  }
  await widget.enterCode('9999');
  await widget.button('Try again').waitFor();
  await look(page, 'too-many-codes');
  assert.equal((await calls(page, 'onAccountError'))[0].argument.errorCode, 'INVALID_MFA');
  await widget.button('Try again').click();
  await widget.heading('Log in to Upwork').waitFor();
  assert.equal(await widget.field(/E-mail address|User name/).inputValue(), 'gpalomero1234@smileapi.io');
});
