// An invited person reads the e-mail, opens its link, links an account, and the host reads the data.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESKTOP, PHONE, look, openPage } from './lib/browser.mjs';
import { invite, linkIn, lookAtPage, signInFromInvite } from './lib/invite.mjs';
import { journeys, untilTrue } from './lib/journey.mjs';
import { Widget } from './lib/widget.mjs';

const here = journeys();

for (const [place, device, winkTemplateId] of [
  ['phone-light', PHONE, 'wtpl-demo'],
  ['phone-dark', { ...PHONE, colorScheme: 'dark' }, 'wtpl-demo'],
  ['desktop-light', DESKTOP, undefined],
  ['desktop-dark', DESKTOP, 'wtpl-dark'],
]) {
  test(`George is invited, ${place}`, async () => {
    const { service } = here;
    const invited = await invite(service, { winkTemplateId });
    assert.equal(invited.status, 'INVITED');
    const { link, head, body } = await linkIn(service, invited);
    assert.match(head, /^Subject: Please share your income with Lumina Lending\r$/m);
    assert.match(head, /^From: Wink </m);
    assert.match(body, /^Hello George!\r$/m);

    const page = await openPage(here.browser, device);
    const widget = new Widget(page);
    await page.goto(link);
    await page.getByRole('heading', { name: 'Share your employment and income data with us at Lumina Lending' }).waitFor();
    await lookAtPage(page, `invite-${place}-1-landing`);
    await untilTrue(async () => (await status(invited)) === 'LANDING_PAGE_OPENED');

    // The widget was closed without linking, so the button is back.
    await page.getByRole('button', { name: 'Start now' }).click();
    await widget.heading(/^Share your records/).waitFor();
    assert.equal(await status(invited), 'WINK_WIDGET_OPENED');
    await widget.button('Close').click();
    await widget.dialog.waitFor({ state: 'detached' });
    assert.equal(await page.evaluate(() => document.activeElement.id), 'open');

    await page.getByRole('button', { name: 'Start now' }).click();
    await widget.agree();
    await look(page, `invite-${place}-2-widget`);
    await widget.choose('upwork', 'Upwork');
    await widget.logIn(/E-mail address|User name/, 'gpalomero1234@smileapi.io', '123456');
    await widget.enterCode('1234');
    await widget.heading('Upwork is linked').waitFor();
    assert.equal(await status(invited), 'LINKED');
    await widget.button('Done').click();
    await page.getByRole('heading', { name: 'Thank you for sharing your data with us at Lumina Lending' }).waitFor();
    await lookAtPage(page, `invite-${place}-3-thanks`);

    // The host reads the data of the user who was created for the invite.
    const { items } = await service.call('GET', `/identities?userId=${invited.userId}`);
    assert.match(items[0].fullName, /^George .*Palomero/);
    const logs = await service.call('GET', `/invites/${invited.id}/logs`);
    assert.deepEqual(logs.items.map(({ inviteStatus }) => inviteStatus).reverse(), [
      'INVITED', 'LANDING_PAGE_OPENED', 'WINK_WIDGET_OPENED', 'LINKED',
    ]);

    // A second account in the same visit.
    await page.getByRole('button', { name: 'Connect another account' }).click();
    await widget.agree();
    await widget.heading('Choose an account to link').waitFor();
    assert.deepEqual(page.troubles, []);
    await page.context().close();
  });
}

test('signed in at the provider: its window and the widget on the page of the invite reach each other', () => {
  return signInFromInvite(here);
});

test('in Arabic, from right to left, in 320 pixels', async () => {
  const invited = await invite(here.service);
  const page = await openPage(here.browser, { viewport: { width: 320, height: 640 }, locale: 'ar-EG' });
  await page.goto(invited.inviteLandingPageUrl);
  assert.equal(await page.evaluate(() => document.documentElement.dir), 'rtl');
  await page.getByText('ستُفتح نافذة آمنة').waitFor();
  await lookAtPage(page, 'invite-arabic');
  await page.getByRole('button', { name: 'Start now' }).click();
  await page.locator('wink-link dialog[dir=rtl]').waitFor();
  assert.deepEqual(page.troubles, []);
});

test('an invalid link says what to do', async () => {
  const page = await openPage(here.browser, { ...PHONE, colorScheme: 'dark' });
  const answer = await page.goto(`${here.service.origin}/invite/nobodys`);
  assert.equal(answer.status(), 404);
  await page.getByRole('heading', { name: 'This link leads nowhere' }).waitFor();
  await lookAtPage(page, 'invite-unknown');
});

test('if the widget cannot open, the page says so and the button works again', async () => {
  const invited = await invite(here.service);
  const page = await openPage(here.browser);
  await page.goto(invited.inviteLandingPageUrl);
  await page.route('**/token', (route) => route.abort());
  const button = page.getByRole('button', { name: 'Start now' });
  await button.click();
  await page.getByRole('alert').getByText('The window could not be opened').waitFor();
  await lookAtPage(page, 'invite-failed');
  await page.unroute('**/token');
  await button.click();
  await new Widget(page).heading(/^Share your records/).waitFor();
  assert.equal(await page.getByText('The window could not be opened').isVisible(), false);
});

async function status({ id }) {
  return (await here.service.call('GET', `/invites/${id}`)).status;
}
