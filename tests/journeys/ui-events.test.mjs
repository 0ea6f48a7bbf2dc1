// Every event of `onUIEvent`, with exactly the fields in the contract.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESKTOP } from './lib/browser.mjs';
import { calls, journeys } from './lib/journey.mjs';

const here = journeys();

const NAMES = [
  'ConsentPageOpened', 'ProviderListPageOpened', 'LoginPageOpened', 'LoginOptionsPageOpened', 'MfaPageOpened',
  'ConnectSuccessPageOpened', 'AccountRevokePageOpened', 'EmployerSurveyPageOpened', 'FileTypeListPageOpened',
  'FileTypePageOpened', 'ArchiveSuccessPageOpened', 'RevokeArchivePageOpened',
];

async function payslip() {
  const answer = await fetch(`${here.service.origin}/samples/payslip-george.png`);
  return { name: 'payslip.png', mimeType: 'image/png', buffer: Buffer.from(await answer.arrayBuffer()) };
}

test('every screen is reported to the host', async () => {
  const began = Date.now();
  const { page, widget, userId } = await here.open({ enableUpload: true }, { device: DESKTOP });
  await widget.agree();

  // Documents, reached from a missing employer.
  await widget.button('Can’t find your employer?').click();
  await widget.heading('What would you like to upload?').waitFor();
  await widget.button('Ask us to add your employer').click();
  await widget.heading('Tell us who you work for').waitFor();
  await widget.button('Back').click();
  await widget.dialog.getByRole('button', { name: /^Payslip/ }).click();
  const browse = widget.button('Browse files');
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), browse.click()]);
  await chooser.setFiles([await payslip()]);
  await widget.dialog.getByText(/^PNG · /).waitFor();
  await widget.button('Upload').click();
  await widget.heading('Uploaded and read').waitFor();
  await widget.button('Upload another document').click();
  await widget.dialog.getByRole('button', { name: /^Payslip/ }).click();
  await widget.button('Delete').waitFor();
  await widget.button('Back').click();
  await widget.heading('What would you like to upload?').waitFor();
  await widget.button('Back').click();

  // An account, reached from the other login options.
  await widget.choose('upwork', 'Upwork');
  await widget.button('Other ways to log in').click();
  await widget.heading('Other ways to log in').waitFor();
  await widget.button('Back').click();
  await widget.logIn(/E-mail address|User name/, 'gpalomero1234@smileapi.io', '123456');
  await widget.enterCode('1234');
  await widget.heading('Upwork is linked').waitFor();
  await widget.button('Link another account').click();
  await widget.search.fill('upwork');
  await widget.option('Upwork').first().click();
  await widget.heading('Your Upwork account').waitFor();

  const events = (await calls(page, 'onUIEvent')).map(({ argument }) => argument);
  const [{ argument: { accountId } }] = await calls(page, 'onAccountConnected');
  assert.ok(accountId);
  const nothing = { account: null, archive: null };
  const provider = { account: { providerId: 'upwork', accountId: null }, archive: null };
  const account = { account: { providerId: 'upwork', accountId }, archive: null };
  const archive = { account: null, archive: { fileType: 'PAYSLIP' } };
  const expected = [
    ['ConsentPageOpened', nothing],
    ['ProviderListPageOpened', nothing],
    ['FileTypeListPageOpened', nothing],
    ['EmployerSurveyPageOpened', nothing],
    ['FileTypeListPageOpened', nothing],
    ['FileTypePageOpened', archive],
    ['ArchiveSuccessPageOpened', archive],
    ['FileTypeListPageOpened', nothing],
    ['RevokeArchivePageOpened', archive],
    ['FileTypeListPageOpened', nothing],
    ['ProviderListPageOpened', nothing],
    ['LoginPageOpened', provider],
    ['LoginOptionsPageOpened', nothing],
    ['LoginPageOpened', provider],
    ['MfaPageOpened', account],
    ['ConnectSuccessPageOpened', account],
    ['ProviderListPageOpened', nothing],
    ['AccountRevokePageOpened', account],
  ].map(([eventName, carried]) => ({ eventName, mode: 'SANDBOX', userId, ...carried }));
  assert.deepEqual(events.map(({ eventTime, ...rest }) => rest), expected);
  assert.deepEqual([...new Set(expected.map(({ eventName }) => eventName))].sort(), [...NAMES].sort());

  const times = events.map(({ eventTime }) => eventTime);
  for (const time of times) assert.equal(new Date(time).toISOString(), time, 'ISO 8601 in UTC');
  assert.deepEqual([...times].sort(), times, 'in the order in which they were shown');
  assert.ok(Date.parse(times[0]) >= began && Date.parse(times.at(-1)) <= Date.now());
  assert.deepEqual(page.troubles, []);
});
