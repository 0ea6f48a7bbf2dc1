// The playground: it opens the widget, sets its configuration, and shows every callback as it happens.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESKTOP, PHONE, look, openPage } from './lib/browser.mjs';
import { journeys } from './lib/journey.mjs';
import { Widget } from './lib/widget.mjs';

const here = journeys();

for (const [place, device] of [['phone', PHONE], ['desktop', { ...DESKTOP, colorScheme: 'dark' }]]) {
  test(`configuration, widget, callbacks and data, ${place}`, async () => {
    const page = await openPage(here.browser, device);
    await page.goto(`${here.service.origin}/`);
    await page.getByLabel(/companyName/).fill('Acme Payroll');
    await page.getByLabel(/topProviders/).fill('upwork');
    await page.getByRole('button', { name: 'Link your income' }).click();
    const widget = new Widget(page);
    await widget.heading('Share your records with Acme Payroll').waitFor();
    await look(page, `playground-${place}-open`);
    await widget.agree();
    await widget.option('Upwork').first().click();
    await widget.dialog.getByRole('button', { name: /George/ }).click();
    await widget.button('Log in').click();
    await widget.enterCode('1234');
    await widget.done();
    const log = page.getByRole('log');
    for (const name of ['onUIEvent', 'onAccountCreated', 'onAccountConnected', 'onClose']) {
      await log.getByText(name, { exact: true }).first().waitFor();
    }
    // The data that the host's server would read.
    await page.locator('#data').getByText('gpalomero1234@smileapi.io').waitFor();
    await page.screenshot({ path: `${process.env.WINK_ARTEFACTS}/playground-${place}.png`, fullPage: true });
    assert.match(await page.locator('#snippet').innerText(), /Acme Payroll/);
    assert.deepEqual(page.troubles, []);
  });
}
