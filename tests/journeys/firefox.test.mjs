// The main journeys once more, in Firefox.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESKTOP, look } from './lib/browser.mjs';
import { called, calls, journeys } from './lib/journey.mjs';

const here = journeys({ browser: 'firefox' });
// Firefox has no emulation of phones beyond their size.
const NARROW = { viewport: { width: 390, height: 844 }, hasTouch: true };

for (const [place, device] of [['narrow', { ...NARROW, colorScheme: 'dark' }], ['desktop', DESKTOP]]) {
  test(`George links Upwork, ${place}`, async () => {
    const { page, widget } = await here.open({}, { device });
    await widget.agree();
    await widget.choose('upwrk', 'Upwork');
    await look(page, `firefox-${place}-login`);
    await widget.logIn(/E-mail address|User name/, 'gpalomero1234@smileapi.io', '123456');
    await widget.enterCode('1234');
    await widget.heading('Upwork is linked').waitFor();
    await look(page, `firefox-${place}-connected`);
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
    assert.deepEqual(page.troubles, []);
  });
}

test('a wrong password keeps the rest, and Escape closes', async () => {
  const { page, widget } = await here.open();
  await widget.agree();
  await widget.choose('upwork', 'Upwork');
  await widget.logIn(/E-mail address|User name/, 'gpalomero1234@smileapi.io', 'nope');
  await widget.alert.first().waitFor();
  assert.equal(await widget.field(/E-mail address|User name/).inputValue(), 'gpalomero1234@smileapi.io');
  assert.equal(await widget.field('Password').inputValue(), '');
  await page.keyboard.press('Escape');
  await widget.dialog.waitFor({ state: 'detached' });
  assert.deepEqual((await calls(page, 'onClose'))[0].argument, { reason: 'close' });
});
