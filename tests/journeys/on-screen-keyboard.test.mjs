// The on-screen keyboard. Headless browsers do not show one, so the visual viewport gets the values of Safari on iOS
// and fires its events: less height and an offset, while the page keeps its size.

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

// The parts of the dialog, of the focused field and of the primary button that are out of sight.
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
  test(`on ${name}, the focused field and the button stay in sight`, async () => {
    const { page, widget } = await here.open({}, { device });
    await widget.agree();
    await widget.choose('sprout', /Sprout/);
    const { height } = device.viewport;
    for (const label of ['Password', 'User name']) {
      await widget.field(label).focus();
      await see(page, { event: 'resize', height: height - keyboard, offsetTop: 0 });
      assert.deepEqual(await hidden(page), [], `${label}, above the keyboard`);
      // Safari scrolls the visual viewport, by at most the keyboard's height, to show the field.
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

test('pinch zoom is not mistaken for a keyboard', async () => {
  const { page, widget } = await here.open({}, { device: PHONE });
  await widget.heading('Share your records with').waitFor();
  const place = () => widget.dialog.evaluate((dialog) => JSON.stringify(dialog.getBoundingClientRect()));
  const before = await place();
  await see(page, { event: 'resize', scale: 2, height: 422, offsetTop: 200 });
  assert.equal(await place(), before);
});
