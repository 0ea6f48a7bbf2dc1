// The password field: warns about Caps Lock, and can show the password until it is sent.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { liveRegions, untilSaid } from './lib/accessibility.mjs';
import { PHONE, look } from './lib/browser.mjs';
import { journeys } from './lib/journey.mjs';

const here = journeys({ service: { pace: 300 } });

async function atSprout(device) {
  const opened = await here.open({}, { device });
  await opened.widget.agree();
  await opened.widget.choose('sprout', /Sprout/);
  return opened;
}

// A key press with Caps Lock on, which no driver can turn on.
const press = (field, modifierCapsLock) => field.evaluate((input, isOn) => {
  input.dispatchEvent(new KeyboardEvent('keydown', { key: 'A', bubbles: true, composed: true, modifierCapsLock: isOn }));
}, modifierCapsLock);

test('Caps Lock is shown, and announced in an existing live region', async () => {
  const { page, widget } = await atSprout(PHONE);
  const password = widget.field('Password');
  const field = widget.dialog.locator('.wink-field').filter({ has: page.getByLabel('Password', { exact: true }) });
  await password.focus();
  // A live region that is added together with its text is not announced by every screen reader.
  const place = await field.getByRole('status').elementHandle();
  assert.equal(await place.textContent(), '');
  await press(password, true);
  const said = await untilSaid(page, /^Caps Lock is on\.$/);
  assert.deepEqual(said.map(({ role, live }) => ({ role, live })), [{ role: 'status', live: 'polite' }]);
  assert.equal(await place.textContent(), 'Caps Lock is on.');
  assert.equal(await place.evaluate((element) => element.isConnected), true);
  await field.getByText('Caps Lock is on.').waitFor();
  await look(page, 'password-caps-lock');
  await press(password, false);
  await field.getByText('Caps Lock is on.').waitFor({ state: 'detached' });
  await press(password, true);
  await field.getByText('Caps Lock is on.').waitFor();
  await widget.field('User name').focus();
  await field.getByText('Caps Lock is on.').waitFor({ state: 'detached' });
  assert.equal((await liveRegions(page)).some(({ text }) => text.includes('Caps Lock')), false);
});

test('the password can be shown, and is hidden again when it is sent', async () => {
  const { page, widget } = await atSprout();
  const password = widget.field('Password');
  await widget.field('User name').fill('error_INVALID_CREDENTIALS');
  await password.fill('correct horse');
  await password.evaluate((input) => input.setSelectionRange(3, 5));
  const isFocused = (name) => page.waitForFunction((wanted) => {
    const active = document.querySelector('wink-link').shadowRoot.activeElement;
    return active?.getAttribute('aria-label') === wanted;
  }, name);
  await page.keyboard.press('Tab');
  await isFocused('Show password');
  assert.equal(await password.getAttribute('type'), 'password');
  await page.keyboard.press('Space');
  await isFocused('Hide password');
  assert.equal(await password.getAttribute('type'), 'text');
  assert.equal(await password.inputValue(), 'correct horse');
  assert.equal(await password.getAttribute('autocomplete'), 'current-password');
  assert.equal(await widget.button('Show password').count(), 0);
  assert.equal(
    await widget.button('Hide password').getAttribute('aria-controls'), await password.getAttribute('id'),
  );
  await look(page, 'password-shown');
  await page.keyboard.press('Space');
  await isFocused('Show password');
  assert.equal(await password.getAttribute('type'), 'password');
  assert.deepEqual(await password.evaluate((input) => [input.selectionStart, input.selectionEnd]), [3, 5], 'the caret stays');
  await widget.button('Show password').click();
  await widget.button('Log in').click();
  await page.waitForFunction(() => (
    document.querySelector('wink-link').shadowRoot.querySelector('[autocomplete="current-password"]')?.type !== 'text'
  ));
  await widget.alert.first().waitFor();
  assert.equal(await password.getAttribute('type'), 'password', 'hidden when it is to be typed again');
  await widget.button('Show password').waitFor();
  assert.deepEqual(page.troubles, []);
});
