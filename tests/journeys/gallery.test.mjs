// Every screen in every state: nothing overflows, no control is too small, and axe finds no violations.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DESKTOP, PHONE, launch, look, violations } from './lib/browser.mjs';
import { Gallery } from './lib/gallery.mjs';
import { clippedTexts, cutTexts, outside, overlaps, smallTargets, unreachable } from './lib/layout.mjs';
import { textsOf } from './lib/texts.mjs';

const LANGUAGES = ['en', 'fil', 'id', 'zh-Hans', 'ar'];
const SMALL = { ...PHONE, viewport: { width: 320, height: 568 } };
// A viewport of 1280 by 1024 at 400 % zoom.
const ZOOMED = { ...DESKTOP, viewport: { width: 320, height: 256 } };

describe('gallery', () => {
  let gallery;
  let browser;
  before(async () => { [gallery, browser] = await Promise.all([Gallery.start(), launch()]); });
  after(async () => {
    await browser?.close();
    await gallery?.stop();
  });

  // Shows every exhibit on one page, and collects the findings of `check`.
  async function everywhere(device, check, language = 'en') {
    const { page, names, show } = await gallery.open(browser, device);
    assert.ok(names.length > 50, `only ${names.length} exhibits`);
    const findings = [];
    for (const name of names) {
      await show(name, 'system', language);
      for (const finding of await check(page, name)) findings.push(`${name}: ${finding}`);
    }
    assert.deepEqual(page.troubles, []);
    await page.context().close();
    return findings;
  }

  // `look` fails at the first violation; this collects those of every exhibit.
  const axe = (prefix) => async (page, name) => {
    try {
      await look(page, `gallery/${prefix}-${name}`);
      return [];
    } catch (error) {
      return [error.message];
    }
  };

  it('is in order on a phone, light', async () => {
    assert.deepEqual(await everywhere({ ...PHONE, colorScheme: 'light' }, axe('phone-light')), []);
  });

  it('is in order on a desktop, dark', async () => {
    assert.deepEqual(await everywhere({ ...DESKTOP, colorScheme: 'dark' }, axe('desktop-dark')), []);
  });

  it('is in order from right to left, dark', async () => {
    assert.deepEqual(await everywhere({ ...PHONE, colorScheme: 'dark' }, axe('phone-arabic'), 'ar'), []);
  });

  it('is in order from right to left, light', async () => {
    const quickly = async (page, name) => (await violations(page))
      .map((violation) => JSON.stringify({ name, ...violation }));
    assert.deepEqual(await everywhere({ ...PHONE, colorScheme: 'light' }, quickly, 'ar'), []);
  });

  for (const language of LANGUAGES) {
    it(`fits 320 pixels, in ${language}`, async () => {
      const findings = await everywhere(SMALL, async (page) => [
        ...await outside(page), ...await clippedTexts(page), ...await smallTargets(page),
      ], language);
      assert.deepEqual(findings, []);
    });
  }

  for (const language of LANGUAGES) {
    it(`can be used at 400 % zoom, in ${language}`, async () => {
      const findings = await everywhere(ZOOMED, async (page) => [
        ...await outside(page), ...await clippedTexts(page), ...await cutTexts(page), ...await overlaps(page),
        ...await unreachable(page),
      ], language);
      assert.deepEqual(findings, []);
    });
  }

  for (const language of LANGUAGES) {
    it(`waits for no approval that has expired, in ${language}`, async () => {
      const t = await textsOf(language);
      const { page, widget, show } = await gallery.open(browser, PHONE);
      await show('second-factor-approve', 'system', language);
      await widget.dialog.getByText(t('ApproveWaiting')).waitFor();
      assert.equal(await widget.dialog.getByRole('listitem').count(), 3);
      await show('second-factor-approve-expired', 'system', language);
      await widget.dialog.locator('.wink-clock').getByText(t('ApproveExpired')).waitFor();
      await widget.button(t('ApproveAgain')).waitFor();
      assert.equal(await widget.dialog.getByText(t('ApproveWaiting')).count(), 0);
      assert.equal(await widget.dialog.locator('.wink-pulse').count(), 0);
      assert.equal(await widget.dialog.getByRole('listitem').count(), 0, 'there is nothing to do on the device');
      await page.context().close();
    });
  }

  it('has a page to browse it', async () => {
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${gallery.origin}/gallery/`);
    await page.getByRole('button', { name: 'login-rich' }).click();
    await page.getByLabel('Colours').selectOption('dark');
    const stage = page.frameLocator('#stage');
    await stage.getByRole('heading', { name: /^Log in to/ }).waitFor();
    assert.equal(await stage.locator('dialog').getAttribute('data-scheme'), 'dark');
    await page.screenshot({ path: `${process.env.WINK_ARTEFACTS}/gallery/page.png` });
    await page.getByLabel('Find').fill('nothing is called so');
    await page.getByText('No exhibit has that in its name.').waitFor();
  });
});
