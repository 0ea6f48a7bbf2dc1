// Forced colours, as in Windows' contrast themes, remove backgrounds and shadows, so nothing may depend on them alone. The
// test inspects painted pixels, because computed styles do not show what remains.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launch } from './lib/browser.mjs';
import { Gallery } from './lib/gallery.mjs';
import { changed, paint, unseen } from './lib/pixels.mjs';

// High enough that no screen scrolls.
const TALL = { viewport: { width: 390, height: 1800 } };

const EDGED = '.wink-button, .wink-input:not(.wink-select), .wink-select-shown, .wink-choice, .wink-card, .wink-chip, '
  + '.wink-drop, .wink-panel, .wink-notice, .wink-bone, .wink-bar, .wink-file';
const MARKED = '.wink-icon, .wink-icon-button, .wink-logo, .wink-spinner, .wink-pulse, .wink-orbit, .wink-step-mark, '
  + '.wink-badge, .wink-tag, .wink-todo li, .wink-link, .wink-row-name, .wink-row-note, .wink-fault, .wink-chip, '
  + '.wink-card-check, .wink-success, .wink-trouble, .wink-empty-icon';

describe('forced colours', () => {
  let gallery;
  let browser;
  before(async () => { [gallery, browser] = await Promise.all([Gallery.start(), launch()]); });
  after(async () => {
    await browser?.close();
    await gallery?.stop();
  });

  async function open(colorScheme) {
    const opened = await gallery.open(browser, { ...TALL, colorScheme, forcedColors: 'active' });
    const { page } = opened;
    assert.equal(await page.evaluate(() => matchMedia('(forced-colors: active)').matches), true);
    const picture = (name) => page.screenshot({
      path: `${process.env.WINK_ARTEFACTS}/gallery/forced-${colorScheme}-${name}.png`,
    });
    return { ...opened, picture };
  }

  for (const scheme of ['light', 'dark']) {
    it(`leave an edge around controls, and marks that can be seen, ${scheme}`, async () => {
      const { page, names, show, picture } = await open(scheme);
      const findings = [];
      for (const name of names) {
        await show(name);
        await paint(page);
        const found = await unseen(page, { edged: EDGED, marked: MARKED, filled: '.wink-progress-bar' });
        findings.push(...found.map((finding) => `${name}: ${finding}`));
        if (['login', 'providers', 'connecting', 'login-sending', 'second-factor-image'].includes(name)) await picture(name);
      }
      assert.deepEqual(findings, []);
      await page.context().close();
    });

    it(`tell what is chosen from what is not, ${scheme}`, async () => {
      const { page, widget, show, picture } = await open(scheme);
      await show('providers');
      await widget.search.press('ArrowDown');
      await widget.dialog.locator('[aria-selected="true"]').waitFor();
      await paint(page);
      assert.deepEqual(await unseen(page, {
        filled: '[aria-selected="true"], .wink-chip[aria-pressed="true"]',
        marked: '[aria-selected="true"] *, .wink-chip[aria-pressed="true"]',
      }), []);
      await picture('chosen');
      for (const name of ['second-factor-account', 'second-factor-image', 'second-factor-destination']) {
        await show(name);
        const [chosen, other] = [widget.dialog.getByRole('radio').nth(1), widget.dialog.getByRole('radio').first()];
        await other.check();
        await widget.heading(/./).focus();
        await paint(page, 'before');
        await chosen.check();
        await widget.heading(/./).focus();
        await paint(page, 'after');
        const card = await widget.dialog.locator('.wink-card').nth(1).boundingBox();
        const pixels = await changed(page, card, ['before', 'after'], 1);
        assert.ok(pixels > 2 * (card.width + card.height), `${name}: ${pixels} pixels tell the chosen one`);
      }
      await page.context().close();
    });

    it(`leave a ring around what has the focus, ${scheme}`, async () => {
      const { page, widget, show, picture } = await open(scheme);
      const findings = [];
      let looked = 0;
      for (const name of [
        'consent', 'providers', 'login-rich', 'login-mobile', 'login-options', 'second-factor-account', 'second-factor-image',
        'second-factor-sms', 'account', 'account-confirming', 'survey', 'file-types', 'document', 'failed-unreachable',
      ]) {
        await show(name);
        const controls = widget.dialog.locator('button, input:not([type="file"]), select, a[href]');
        for (let at = 0; at < await controls.count(); at += 1) {
          const control = controls.nth(at);
          await widget.heading(/./).first().focus();
          await paint(page, 'before');
          await control.evaluate((element) => element.focus({ focusVisible: true }));
          await paint(page, 'after');
          // The focus ring of a radio button and of the country is around the element that is drawn in its place.
          const box = await control.evaluate((element) => {
            const own = element.closest('.wink-card') ?? element.closest('.wink-select-box') ?? element;
            const { x, y, width, height } = own.getBoundingClientRect();
            return { x, y, width, height };
          });
          const pixels = await changed(page, box, ['before', 'after']);
          looked += 1;
          // A ring two pixels wide, minus round corners and what the dialog's edge cuts off.
          if (pixels < 2 * (box.width + box.height)) {
            findings.push(`${name}: ${pixels} pixels around ${await control.evaluate((element) => element.outerHTML.slice(0, 120))}`);
          }
        }
        if (name === 'second-factor-account') await picture('focus');
      }
      assert.ok(looked > 50, `only ${looked} controls`);
      assert.deepEqual(findings, []);
      await page.context().close();
    });
  }

  it('underline what can be followed', async () => {
    const { page, names, show } = await open('dark');
    const findings = [];
    let links = 0;
    for (const name of names) {
      await show(name);
      const found = await page.evaluate(() => {
        const all = [...document.querySelector('wink-link').shadowRoot.querySelectorAll('a:not(.wink-button), .wink-link:not([aria-disabled])')];
        const plain = all.filter((link) => !getComputedStyle(link).textDecorationLine.includes('underline'));
        return { count: all.length, plain: plain.map((link) => link.textContent) };
      });
      links += found.count;
      findings.push(...found.plain.map((text) => `${name}: “${text}”`));
    }
    assert.ok(links > 20, `only ${links} links`);
    assert.deepEqual(findings, []);
    await page.context().close();
  });
});
