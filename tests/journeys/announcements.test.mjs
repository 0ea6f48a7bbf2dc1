// What happens away from the focus is really announced: checked in the browser's accessibility tree, which is what a
// screen reader is given, and not in attributes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { liveRegions, untilSaid } from './lib/accessibility.mjs';
import { journeys, settled } from './lib/journey.mjs';
import { png } from './lib/pictures.mjs';

const here = journeys({ service: { pace: 300 } });

const POLITE = { role: 'status', live: 'polite' };
const AT_ONCE = { role: 'alert', live: 'assertive' };

// Said once, in this way: twice in the tree is twice in the ear.
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

test('faults beside fields, and what the last try came to', async () => {
  const { page, widget } = await atSprout();
  await widget.button('Log in').click();
  await isSaid(page, AT_ONCE, /^User name is missing\.$/);
  await isSaid(page, AT_ONCE, /^Password is missing\.$/);
  await widget.logIn('User name', 'error_INVALID_CREDENTIALS', 'anything');
  const refused = await widget.alert.first().textContent();
  await isSaid(page, AT_ONCE, new RegExp(refused.trim().slice(0, 20)));
  assert.equal((await liveRegions(page)).some(({ text }) => text.includes('is missing')), false);
});

test('faults of the survey', async () => {
  const { page, widget } = await here.open();
  await widget.agree();
  await widget.button('Can’t find your employer?').click();
  await widget.field('Employer’s name').fill('');
  await widget.button('Send').click();
  await isSaid(page, AT_ONCE, /^Employer’s name is missing\.$/);
});

test('how many results there are', async () => {
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

test('how linking goes on, and that the connection is lost', async () => {
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

test('wrong answers, and a countdown that is seen and not heard', async () => {
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

test('files that cannot be used, and an upload by quarters', async () => {
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
  // Every piece waits until what is said of the one before has been read.
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
