// The page on which hosts' developers read the Open API.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESKTOP, PHONE, openPage } from './lib/browser.mjs';
import { lookAtPage } from './lib/invite.mjs';
import { journeys } from './lib/journey.mjs';

const here = journeys();

for (const [place, device] of [['desktop', DESKTOP], ['phone', { ...PHONE, colorScheme: 'dark' }]]) {
  test(`every operation is listed, found and opened, ${place}`, async () => {
    const { origin } = here.service;
    const document = await (await fetch(`${origin}/v1/openapi.json`)).json();
    const operations = Object.values(document.paths).flatMap((item) => Object.values(item));
    const page = await openPage(here.browser, device);
    // Requests that the policy blocks, or that fail, count as errors of the page.
    page.on('requestfailed', (request) => page.troubles.push(`${request.url()} ${request.failure().errorText}`));
    page.on('response', (response) => {
      if (!response.ok()) page.troubles.push(`${response.url()} ${response.status()}`);
      if (!response.url().startsWith(origin) && !response.url().startsWith('data:')) page.troubles.push(response.url());
    });
    const answer = await page.goto(`${origin}/docs/api`);
    assert.match(answer.headers()['content-security-policy'], /^default-src 'none'; script-src 'self'; style-src 'self';/);
    await page.getByRole('heading', { level: 1, name: /^Wink Open API/ }).waitFor();
    const cards = page.locator('main details.operation');
    assert.equal(await cards.count(), operations.length);
    assert.ok(operations.length >= 66);
    await lookAtPage(page, `reference-${place}-1-all`);

    await page.getByRole('searchbox', { name: 'Find an operation' }).fill('get archive');
    await page.getByText(/^\d+ of \d+ operations$/).waitFor();
    assert.ok(await page.locator('main details.operation:visible').count() < operations.length);
    const card = page.locator('#get-archive');
    await card.locator('summary').first().click();
    // The fields of an answer, down to one of its shapes.
    await card.getByText('extraction', { exact: true }).waitFor();
    await card.getByText('Fields of TELCO_BILL').click();
    await card.getByText('adjustmentAmount', { exact: true }).last().waitFor();
    await lookAtPage(page, `reference-${place}-2-operation`);

    // A link to an operation opens it.
    await page.goto(`${origin}/docs/api#create-webhook`);
    await page.reload();
    await page.locator('#create-webhook[open]').waitFor();
    assert.deepEqual(page.troubles, []);
  });
}
