// Changes away from the focus are announced. The test reads the browser's accessibility tree, which screen readers
// receive, rather than attributes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { liveRegions, untilSaid } from './lib/accessibility.mjs';
import { journeys, settled } from './lib/journey.mjs';
import { png } from './lib/pictures.mjs';

const here = journeys({ service: { pace: 300 } });

const POLITE = { role: 'status', live: 'polite' };
const AT_ONCE = { role: 'alert', live: 'assertive' };

// Found once in the tree, because a text that is there twice is announced twice.
async function isSaid(page, how, words) {
  const said = await untilSaid(page, words);
  assert.deepEqual(said.map(({ role, live }) => ({ role, live })), [how], `${words}: ${JSON.stringify(said)}`);
}

async function atSprout(options) {
  const opened = await here.open({}, options);
  await opened.widget.agree();
  await opened.widget.choose('sprout', /Sprout/);
  return opened;
}

test('errors beside fields, and the result of the last attempt', async () => {
  const { page, widget } = await atSprout();
  await widget.button('Log in').click();
  await isSaid(page, AT_ONCE, /^User name is missing\.$/);
  await isSaid(page, AT_ONCE, /^Password is missing\.$/);
  await widget.logIn('User name', 'error_INVALID_CREDENTIALS', 'anything');
  const refused = await widget.alert.first().textContent();
  await isSaid(page, AT_ONCE, new RegExp(refused.trim().slice(0, 20)));
  assert.equal((await liveRegions(page)).some(({ text }) => text.includes('is missing')), false);
});

test('errors in the survey', async () => {
  const { page, widget } = await here.open();
  await widget.agree();
  await widget.button('Can’t find your employer?').click();
  await widget.field('Employer’s name').fill('');
  await widget.button('Send').click();
  await isSaid(page, AT_ONCE, /^Employer’s name is missing\.$/);
});

test('the number of results', async () => {
  const { page, widget } = await here.open();
  await widget.agree();
  await widget.search.fill('upwork');
  await isSaid(page, POLITE, /^\d+ results?$/);
  await widget.search.fill('zzzz qqqq');
  await isSaid(page, POLITE, /^Nothing found for “zzzz qqqq”$/);
  await widget.search.fill('');
  await settled(page);
  assert.deepEqual((await liveRegions(page)).filter(({ live }) => live !== 'off'), [], 'nothing asked, nothing answered');
});

test('the progress of linking, and a lost connection', async () => {
  const { page, widget } = await atSprout();
  await widget.logIn('User name', 'slow_8', 'anything');
  await isSaid(page, POLITE, /^Signing in to Sprout/);
  await page.context().setOffline(true);
  await isSaid(page, POLITE, /^You are offline\. Nothing is lost/);
  await isSaid(page, AT_ONCE, /^Connection lost/);
  await page.context().setOffline(false);
  await isSaid(page, POLITE, /^Reading your records/);
  await widget.heading(/is linked$/).waitFor();
});

test('wrong answers, and a countdown that is shown but not announced', async () => {
  const { page, widget } = await atSprout();
  await widget.logIn('User name', 'mfa_sms', 'anything');
  await widget.enterCode('9999');
  await isSaid(page, AT_ONCE, /You have 2 tries left/);
  const clock = widget.dialog.getByRole('timer');
  const heard = async () => (await liveRegions(page)).filter(({ live }) => live !== 'off');
  const [time, said] = [await clock.textContent(), await heard()];
  await page.waitForFunction((before) => {
    const timer = document.querySelector('wink-link').shadowRoot.querySelector('[role="timer"]');
    return timer.textContent !== before;
  }, time);
  assert.deepEqual(await heard(), said, 'a second that passes says nothing');
  const [timer] = (await liveRegions(page)).filter(({ role }) => role === 'timer');
  assert.equal(timer.live, 'off');
});

test('a new challenge is announced', async () => {
  const { page, widget } = await atSprout();
  await widget.logIn('User name', 'mfa_read_image', 'anything');
  await widget.button('Show another picture').click();
  await isSaid(page, POLITE, /^Here is another picture\./);
});

test('unusable files, and an upload in quarters', async () => {
  const { page, widget } = await here.open({ enableUpload: true });
  await widget.agree();
  await widget.button('Upload a document instead').click();
  await widget.dialog.getByRole('button', { name: /^Payslip/ }).click();
  const choose = async (button, name, buffer) => {
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button.click()]);
    await chooser.setFiles([{ name, mimeType: 'image/png', buffer }]);
  };
  await widget.button('Upload').click();
  await isSaid(page, AT_ONCE, /^Choose a file first\.$/);
  await choose(widget.button('Browse files'), 'empty.png', Buffer.alloc(0));
  await isSaid(page, AT_ONCE, /There is nothing in this file\./);
  await choose(widget.dialog.getByRole('button', { name: /^Replace/ }), 'unsupported.png', png(1300, 1000, { noise: true }));
  await widget.dialog.getByText(/^PNG · /).waitFor();
  // Holds each piece back until the announcement about the previous one was read.
  const heard = new Set();
  await page.route(/\/files\/f-/, async (route) => {
    for (const { text, live } of await liveRegions(page)) if (live !== 'off') heard.add(text);
    await route.continue();
  });
  await widget.button('Upload').click();
  await isSaid(page, POLITE, /^Uploaded$/);
  const quarters = [...heard].filter((text) => text.startsWith('Uploading'));
  assert.ok(quarters.length >= 3, JSON.stringify([...heard]));
  for (const text of quarters) assert.match(text, /^Uploading, (0|25|50|75|100) % done$/);
});
