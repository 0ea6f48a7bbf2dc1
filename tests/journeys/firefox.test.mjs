// The main journeys, in Firefox.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESKTOP, look } from './lib/browser.mjs';
import { signInFromInvite } from './lib/invite.mjs';
import { called, calls, journeys } from './lib/journey.mjs';
import { asFromCamera, jpeg } from './lib/pictures.mjs';
import { ProviderPage, chooseSignIn, openWindow } from './lib/provider.mjs';
import { textsOf } from './lib/texts.mjs';

const here = journeys({ browser: 'firefox' });
// Playwright cannot emulate whole phones in Firefox.
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

test('a wrong password keeps the other input, and Escape closes', async () => {
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

test('signed in at the provider, from the page of an invite', () => signInFromInvite(here));

test('signed in at the provider, in a window', async () => {
  const { page, widget } = await here.open({}, { device: NARROW });
  await widget.agree();
  await chooseSignIn(widget, 'upwork', 'Upwork');
  const provider = await openWindow(page, widget, 'Upwork');
  await provider.page.getByRole('heading', { name: 'Sign in to Upwork' }).waitFor();
  await widget.heading('Continue in the window we opened').waitFor();
  await look(page, 'firefox-sign-in-waiting');
  await provider.look('firefox-sign-in-provider');
  const closed = provider.page.waitForEvent('close');
  await provider.logIn('George', '123456');
  await provider.decide('Allow');
  await widget.heading('Upwork is linked').waitFor();
  await closed;
  assert.equal((await calls(page, 'onAccountConnected')).length, 1);
  assert.deepEqual(page.troubles, []);
});

test('a closed window is noticed, and can be reopened', async () => {
  const { page, widget } = await here.open();
  await widget.agree();
  await chooseSignIn(widget, 'upwork', 'Upwork');
  const provider = await openWindow(page, widget, 'Upwork');
  await provider.page.getByRole('heading', { name: 'Sign in to Upwork' }).waitFor();
  await provider.page.close();
  await widget.heading('We can’t see the window any more').waitFor();
  const [popup] = await Promise.all([page.waitForEvent('popup'), widget.button('Open the window again').click()]);
  const again = new ProviderPage(popup);
  await again.logIn('George', '123456');
  await again.decide('Allow');
  await widget.heading('Upwork is linked').waitFor();
  assert.equal((await calls(page, 'onAccountCreated')).length, 1, 'the same account continues');
});

test('a payslip is uploaded, read and deleted', async () => {
  const { page, widget, userId } = await here.open({ enableUpload: true }, { device: NARROW });
  await widget.agree();
  await widget.button('Upload a document instead').click();
  await widget.dialog.getByRole('button', { name: /^Payslip/ }).click();
  await widget.heading('Upload your payslip').waitFor();
  const answer = await fetch(`${here.service.origin}/samples/payslip-george.pdf`);
  const buffer = Buffer.from(await answer.arrayBuffer());
  const browse = widget.button('Browse files');
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), browse.click()]);
  await chooser.setFiles([{ name: 'payslip.pdf', mimeType: 'application/pdf', buffer }]);
  await widget.dialog.getByText('PDF · 1 page').waitFor();
  await widget.dialog.locator('canvas').waitFor();
  await look(page, 'firefox-upload');
  await widget.button('Upload').click();
  await widget.heading('Uploaded and read').waitFor();
  await look(page, 'firefox-uploaded');
  const [{ argument: created }] = await calls(page, 'onUploadsCreated');
  const archive = await here.service.call('GET', `/archives/${created.uploads[0].id}`);
  assert.equal(archive.state.status, 'ANALYZED');
  await widget.button('Upload another document').click();
  await widget.dialog.getByRole('button', { name: /^Payslip/ }).click();
  await widget.button('Delete').click();
  await widget.button('Delete for good').click();
  await widget.heading('What would you like to upload?').waitFor();
  assert.deepEqual((await calls(page, 'onUploadsRemoved'))[0].argument, { uploads: created.uploads, userId });
  assert.deepEqual(page.troubles, []);
});

test('a large photo is dropped, scaled down and stripped', async () => {
  const { page, widget } = await here.open({ enableUpload: true });
  await widget.agree();
  await widget.button('Upload a document instead').click();
  await widget.dialog.getByRole('button', { name: /^Payslip/ }).click();
  await widget.heading('Upload your payslip').waitFor();
  const photo = asFromCamera(await jpeg(page, 4000, 1000), 6);
  assert.ok(photo.includes('GPS'));
  const data = await page.evaluateHandle((content) => {
    const transfer = new DataTransfer();
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    transfer.items.add(new File([bytes], 'IMG_1.jpg', { type: 'image/jpeg' }));
    return transfer;
  }, photo.toString('base64'));
  await widget.dialog.locator('.wink-drop').dispatchEvent('drop', { dataTransfer: data });
  await widget.dialog.getByText(/^JPEG · /).waitFor();
  await widget.button('Upload').click();
  await widget.heading(/^Uploaded|could not be read$/).waitFor();
  const [{ argument }] = await calls(page, 'onUploadsCreated');
  const archive = await here.service.call('GET', `/archives/${argument.uploads[0].id}`);
  const arrived = Buffer.from(await (await fetch(archive.rawFiles[0].url)).arrayBuffer());
  assert.ok(!arrived.includes('GPS') && !arrived.includes('Camera 1'));
});

test('George links Airbnb in Arabic, from right to left', async () => {
  const t = await textsOf('ar');
  const { page, widget } = await here.open({ templateId: 'wtpl-demo', language: 'ar', enableSampleModel: true }, { device: NARROW });
  const { dialog } = widget;
  await widget.heading(t('ConsentTitle', { company: 'Lumina Lending' })).waitFor();
  assert.equal(await dialog.locator('.wink-root').getAttribute('dir'), 'rtl');
  await look(page, 'firefox-ar-1-consent');
  await widget.button(t('Agree')).click();
  await widget.heading(t('ProvidersTitle')).waitFor();
  await dialog.getByRole('combobox', { name: t('SearchLabel') }).fill('airbnb');
  await widget.option('Airbnb').first().click();
  await widget.heading(t('LoginTitle', { provider: 'Airbnb' })).waitFor();
  await look(page, 'firefox-ar-2-login');
  // In Arabic, the back button is on the right.
  const [back, close] = await Promise.all([widget.button(t('Back')).boundingBox(), widget.button(t('Close')).boundingBox()]);
  assert.ok(back.x > close.x);
  await dialog.getByRole('button', { name: /George/ }).first().click();
  await widget.button(t('LogIn')).click();
  await dialog.getByRole('textbox', { name: t('CodeLabel') }).fill('1234');
  await widget.heading(t('ConnectedTitle', { provider: 'Airbnb' })).waitFor();
  await look(page, 'firefox-ar-3-connected');
  await widget.button(t('Done')).click();
  await dialog.waitFor({ state: 'detached' });
  assert.equal((await called(page)).at(-1), 'onClose');
  assert.deepEqual(page.troubles, []);
});
