// The browser's text size setting applies, even if the page redefines `rem`.

import assert from 'node:assert/strict';
import { after, before, describe, it, test } from 'node:test';
import { DESKTOP, PHONE, launch, look } from './lib/browser.mjs';
import { Gallery } from './lib/gallery.mjs';
import { journeys, settled } from './lib/journey.mjs';
import { clippedTexts, outside, unreachable } from './lib/layout.mjs';

const VERY_LARGE = ['--blink-settings=defaultFontSize=24'];
const here = journeys({ browser: VERY_LARGE });

// Sizes on the screen, in CSS pixels of the page.
function sizes(widget) {
  return widget.dialog.evaluate((dialog) => {
    const heading = dialog.querySelector('.wink-title');
    const scale = heading.getBoundingClientRect().height / heading.offsetHeight;
    return {
      text: parseFloat(getComputedStyle(dialog.querySelector('.wink-app')).fontSize) * scale,
      width: Math.round(dialog.getBoundingClientRect().width),
    };
  });
}

test('a page that redefines rem, and a list in which every row can be reached', async () => {
  const { page, widget } = await here.open({}, { head: '<style>html { font-size: 62.5% }</style>' });
  await widget.heading('Share your records with').waitFor();
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize), '15px');
  assert.deepEqual(await sizes(widget), { text: 24, width: 600 });
  await widget.agree();
  await widget.option(/./).first().waitFor();
  await look(page, 'text-size-providers');
  // All visible rows are drawn one below the other, also far down.
  for (const part of [0, 0.3, 0.7, 1]) {
    await widget.dialog.locator('.wink-body-list').evaluate((body, at) => {
      body.scrollTop = (body.scrollHeight - body.clientHeight) * at;
    }, part);
    await settled(page);
    const gaps = await widget.dialog.evaluate((dialog) => {
      const body = dialog.querySelector('.wink-body-list').getBoundingClientRect();
      const toolbar = dialog.querySelector('.wink-toolbar').getBoundingClientRect();
      const list = dialog.querySelector('.wink-list').getBoundingClientRect();
      const lines = [...dialog.querySelectorAll('.wink-drawn > *')].map((line) => line.getBoundingClientRect());
      const found = [];
      lines.forEach((line, at) => {
        if (at > 0 && Math.abs(line.top - lines[at - 1].bottom) > 1) found.push(`a gap above line ${at}`);
      });
      if (lines[0].top > Math.max(toolbar.bottom, list.top) + 1) found.push('nothing below the toolbar');
      if (lines.at(-1).bottom < Math.min(body.bottom, list.bottom) - 1) found.push('nothing at the foot');
      return found;
    });
    assert.deepEqual(gaps, [], `at ${part}`);
  }
  // The arrow keys scroll the active row into view.
  await widget.search.focus();
  await page.keyboard.press('End');
  for (let presses = 0; presses < 12; presses += 1) await page.keyboard.press('ArrowDown');
  await settled(page);
  const isSeen = await widget.dialog.evaluate((dialog) => {
    const row = dialog.querySelector('[aria-selected="true"]').getBoundingClientRect();
    const body = dialog.querySelector('.wink-body-list').getBoundingClientRect();
    const toolbar = dialog.querySelector('.wink-toolbar').getBoundingClientRect();
    return row.top >= toolbar.bottom - 1 && row.bottom <= body.bottom + 1;
  });
  assert.equal(isSeen, true);
  await widget.search.fill('upwork');
  await widget.option('Upwork').first().click();
  await widget.heading('Log in to Upwork').waitFor();
  assert.deepEqual(page.troubles, []);
});

test('in a narrow window, the text is limited to what fits', async () => {
  const { widget } = await here.open({}, { device: PHONE });
  await widget.heading('Share your records with').waitFor();
  const { text } = await sizes(widget);
  assert.ok(text > 19 && text < 20, `${text} px`);
});

test('the usual size', async (t) => {
  const browser = await launch();
  t.after(() => browser.close());
  const gallery = await Gallery.start();
  t.after(() => gallery.stop());
  const { widget, show } = await gallery.open(browser, DESKTOP);
  await show('consent');
  assert.deepEqual(await sizes(widget), { text: 16, width: 400 });
});

describe('every screen with very large texts', () => {
  let gallery;
  let browser;
  before(async () => { [gallery, browser] = await Promise.all([Gallery.start(), launch(VERY_LARGE)]); });
  after(async () => {
    await browser?.close();
    await gallery?.stop();
  });

  for (const [name, device, language] of [['a phone', PHONE, 'fil'], ['a desktop', DESKTOP, 'ar']]) {
    it(`fits ${name}`, async () => {
      const { page, names, show } = await gallery.open(browser, device);
      const findings = [];
      for (const exhibit of names) {
        await show(exhibit, 'system', language);
        const found = [...await outside(page), ...await clippedTexts(page), ...await unreachable(page)];
        findings.push(...found.map((finding) => `${exhibit}: ${finding}`));
      }
      assert.deepEqual(findings, []);
      assert.deepEqual(page.troubles, []);
    });
  }
});
