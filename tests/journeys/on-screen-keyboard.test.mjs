// The on-screen keyboard. No browser without a screen shows one, so the visual viewport is given the values that it
// has in Safari on iOS, and tells of them with its own events: less high, and further down in a page that stays as it is.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESKTOP, PHONE } from './lib/browser.mjs';
import { journeys, settled } from './lib/journey.mjs';

const here = journeys();

const SMALL = { ...PHONE, viewport: { width: 320, height: 568 } };
const TABLET = { ...DESKTOP, viewport: { width: 1024, height: 768 }, hasTouch: true };

async function see(page, part) {
  await page.evaluate(({ event, ...values }) => {
    for (const [name, value] of Object.entries(values)) {
      Object.defineProperty(visualViewport, name, { configurable: true, get: () => value });
    }
    visualViewport.dispatchEvent(new Event(event));
  }, part);
  await settled(page);
}

// What of the dialog, of the field that has the focus and of the primary button lies where nobody sees it.
function hidden(page) {
  return page.evaluate(() => {
    const root = document.querySelector('wink-link').shadowRoot;
    const [from, to] = [visualViewport.offsetTop, visualViewport.offsetTop + visualViewport.height];
    const body = root.querySelector('.wink-body').getBoundingClientRect();
    const parts = {
      dialog: root.querySelector('dialog'), field: root.activeElement, button: root.querySelector('.wink-button-primary'),
    };
    return Object.entries(parts).filter(([name, part]) => {
      const { top, bottom } = part.getBoundingClientRect();
      const isCut = name === 'field' && (top < body.top - 0.5 || bottom > body.bottom + 0.5);
      return isCut || top < from - 0.5 || bottom > to + 0.5;
    }).map(([name, part]) => {
      const { top, bottom } = part.getBoundingClientRect();
      return `${name}: ${Math.round(top)} to ${Math.round(bottom)} of ${from} to ${to}`;
    });
  });
}

for (const [name, device, keyboard] of [
  ['a phone', PHONE, 336],
  ['a small phone', SMALL, 253],
  ['a tablet', TABLET, 398],
]) {
  test(`on ${name} the field that is typed into and the button stay in sight`, async () => {
    const { page, widget } = await here.open({}, { device });
    await widget.agree();
    await widget.choose('sprout', /Sprout/);
    const { height } = device.viewport;
    for (const label of ['Password', 'User name']) {
      await widget.field(label).focus();
      await see(page, { event: 'resize', height: height - keyboard, offsetTop: 0 });
      assert.deepEqual(await hidden(page), [], `${label}, above the keyboard`);
      // Safari brings the field into sight by moving what is seen of the page, as far as the keyboard is high.
      for (const offsetTop of [60, keyboard]) {
        await see(page, { event: 'scroll', height: height - keyboard, offsetTop });
        assert.deepEqual(await hidden(page), [], `${label}, ${offsetTop} px further down`);
      }
      await see(page, { event: 'resize', height, offsetTop: 0 });
      assert.deepEqual(await hidden(page), [], `${label}, without the keyboard again`);
    }
    await widget.field('Password').focus();
    await see(page, { event: 'resize', height: height - keyboard, offsetTop: 60 });
    await page.screenshot({ path: `${process.env.WINK_ARTEFACTS}/on-screen-keyboard-${name.replaceAll(' ', '-')}.png` });
    assert.deepEqual(page.troubles, []);
  });
}

test('enlarging the page with two fingers is no keyboard', async () => {
  const { page, widget } = await here.open({}, { device: PHONE });
  await widget.heading('Share your records with').waitFor();
  const place = () => widget.dialog.evaluate((dialog) => JSON.stringify(dialog.getBoundingClientRect()));
  const before = await place();
  await see(page, { event: 'resize', scale: 2, height: 422, offsetTop: 200 });
  assert.equal(await place(), before);
});
