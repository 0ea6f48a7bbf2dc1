// Every language: the whole journey, text direction, the choice of language, and which catalogues are fetched and what
// happens if that fails.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { DESKTOP, PHONE, look } from './lib/browser.mjs';
import { called, journeys, settled } from './lib/journey.mjs';
import { textsOf } from './lib/texts.mjs';

const COMPANY = 'Lumina Lending';
const LANGUAGES = ['en', 'fil', 'id', 'zh-Hans', 'ar'];

const here = journeys();

// Opens the widget. Also returns the languages of the catalogues that the page fetched, and the session's template.
async function open(config, { device = DESKTOP, routes = {} } = {}) {
  const asked = [];
  let session;
  const opened = await here.open(config, {
    device,
    before: async (page) => {
      session = page.waitForResponse((response) => response.url().endsWith('/link/v1/sessions')
        && response.request().method() === 'POST');
      session.catch(() => {});
      page.on('request', (request) => {
        const found = /\/messages-(.+)-[0-9a-f]{16}\.txt$/.exec(request.url());
        if (found) asked.push(found[1]);
      });
      for (const [pattern, answer] of Object.entries(routes)) await page.route(pattern, answer);
    },
  });
  const template = async () => (await (await session).json()).session.template;
  return { ...opened, asked, template };
}

async function spoken(widget) {
  const root = widget.dialog.locator('.wink-root');
  await root.and(widget.page.locator('[data-screen="consent"]')).waitFor();
  return { lang: await root.getAttribute('lang'), dir: await root.getAttribute('dir') };
}

describe('languages', () => {
  for (const language of LANGUAGES) {
    const isArabic = language === 'ar';
    const places = isArabic
      ? [['phone-light', PHONE], ['phone-dark', { ...PHONE, colorScheme: 'dark' }],
        ['desktop-light', DESKTOP], ['desktop-dark', { ...DESKTOP, colorScheme: 'dark' }]]
      : [['phone-light', PHONE]];
    for (const [place, device] of places) {
      it(`George links Airbnb in ${language}, ${place}`, async () => {
        const t = await textsOf(language);
        const { page, widget, asked, userId } = await open(
          { templateId: 'wtpl-demo', language, enableSampleModel: true }, { device },
        );
        const seen = (screen) => look(page, `language-${language}-${place}-${screen}`);
        const { dialog } = widget;

        await widget.heading(t('ConsentTitle', { company: COMPANY })).waitFor();
        for (const element of [dialog, dialog.locator('.wink-root')]) {
          assert.equal(await element.getAttribute('lang'), language);
          assert.equal(await element.getAttribute('dir'), isArabic ? 'rtl' : 'ltr');
        }
        assert.equal(await dialog.getAttribute('aria-label'), t('DialogLabel'));
        await seen('1-consent');
        await widget.button(t('ReadAgreement')).click();
        const document = dialog.locator('.wink-document');
        assert.equal(await document.getAttribute('lang'), language);
        await seen('2-agreement');

        await widget.button(t('Agree')).click();
        await widget.heading(t('ProvidersTitle')).waitFor();
        await widget.dialog.getByRole('option').first().waitFor();
        await seen('3-providers');
        await dialog.getByRole('combobox', { name: t('SearchLabel') }).fill('airbnb');
        await dialog.getByRole('status').filter({ hasText: /\S/ }).first().waitFor({ state: 'attached' });
        await widget.option('Airbnb').first().click();
        await widget.heading(t('LoginTitle', { provider: 'Airbnb' })).waitFor();
        await seen('4-login');
        await dialog.getByRole('button', { name: /George/ }).first().click();
        await widget.button(t('LogIn')).click();
        await widget.heading(t('CodeTitle')).waitFor();
        await seen('5-code');
        const code = dialog.getByRole('textbox', { name: t('CodeLabel') });
        assert.equal(await code.evaluate((input) => getComputedStyle(input).direction), 'ltr');
        await code.fill('1234');
        await widget.heading(t('ConnectedTitle', { provider: 'Airbnb' })).waitFor();
        await seen('6-connected');
        await widget.button(t('Done')).click();
        await dialog.waitFor({ state: 'detached' });

        assert.equal((await called(page)).at(-1), 'onClose');
        assert.deepEqual(asked, language === 'en' ? [] : [language], 'only the language in use is fetched');
        assert.deepEqual([...page.troubles, ...page.warnings], []);
        assert.ok(userId);
      });
    }
  }

  it('counts as each language counts', async () => {
    // A list in which each word occurs this number of times.
    const words = { 1: 'quarantine', 2: 'velvet', 4: 'mushroom', 11: 'blacksmith', 100: 'xylophone' };
    const rows = Object.entries(words).flatMap(([count, word]) => Array.from(
      { length: count }, (_, at) => `${word}-${at}\t${word} ${at}\tg\t\td\t100\t\t\n`,
    ));
    const routes = { '**/link/v1/catalogue/*': (route) => route.fulfill({ contentType: 'text/plain; charset=utf-8', body: rows.join('') }) };
    // Every plural category of a language, and its own digits.
    for (const [language, wanted] of [
      ['en', { 1: '1 result', 2: '2 results', 4: '4 results', 11: '11 results', 100: '100 results' }],
      ['fil', { 1: '1 resulta', 2: '2 resulta', 4: '4 na resulta', 11: '11 resulta', 100: '100 resulta' }],
      ['id', { 1: '1 hasil', 2: '2 hasil', 4: '4 hasil', 11: '11 hasil', 100: '100 hasil' }],
      ['zh-Hans', { 1: '1 个结果', 2: '2 个结果', 4: '4 个结果', 11: '11 个结果', 100: '100 个结果' }],
      ['ar', { 1: 'نتيجة واحدة', 2: 'نتيجتان', 4: '4 نتائج', 11: '11 نتيجة', 100: '100 نتيجة' }],
    ]) {
      const t = await textsOf(language);
      const { page, widget } = await open({ language }, { routes });
      await widget.button(t('Agree')).click();
      const search = widget.dialog.getByRole('combobox');
      await widget.dialog.getByRole('option').first().waitFor();
      const status = widget.dialog.getByRole('status').filter({ hasText: /\S/ }).first();
      const seen = {};
      for (const [count, word] of Object.entries(words)) {
        await search.fill(word);
        await settled(page);
        seen[count] = (await status.textContent()).replace(/[\u2066-\u2069]/g, '').trim();
      }
      assert.deepEqual(seen, wanted, language);
      await page.context().close();
    }
  });

  it('the page comes before the template, the template before the browser', async () => {
    for (const [config, locale, lang] of [
      [{}, 'en-US', 'en'],
      [{}, 'ar-EG', 'ar'],
      [{}, 'zh-CN', 'zh-Hans'],
      [{}, 'zh-TW', 'en'],
      [{}, 'de-DE', 'en'],
      [{ templateId: 'wtpl-fil' }, 'ar-EG', 'fil'],
      [{ templateId: 'wtpl-fil' }, 'en-US', 'fil'],
      [{ templateId: 'wtpl-fil', language: 'in-ID' }, 'ar-EG', 'id'],
      [{ templateId: 'wtpl-fil', language: 'en' }, 'ar-EG', 'en'],
      [{ language: 'tl' }, 'en-US', 'fil'],
    ]) {
      const { page, widget } = await open(config, { device: { ...DESKTOP, locale } });
      assert.deepEqual(
        await spoken(widget), { lang, dir: lang === 'ar' ? 'rtl' : 'ltr' }, JSON.stringify([config, locale]),
      );
      await page.context().close();
    }
  });

  it('names a language that it does not speak, and takes the next choice', async () => {
    for (const language of ['tlh', 7]) {
      const { page, widget } = await open({ language }, { device: { ...DESKTOP, locale: 'id-ID' } });
      assert.equal((await spoken(widget)).lang, 'id');
      assert.equal(page.warnings.length, 1);
      assert.match(page.warnings[0], /language should be .*fil.*zh-Hans/);
      await page.context().close();
    }
  });

  it('speaks English where the catalogue cannot be loaded', async () => {
    for (const refuse of [(route) => route.abort(), (route) => route.fulfill({ status: 404, body: 'none' }),
      (route) => route.fulfill({ body: '1\nof another build' })]) {
      const { page, widget } = await open({ language: 'ar' }, { routes: { '**/messages-*.txt': refuse } });
      await widget.heading('Share your records with').waitFor();
      assert.deepEqual(await spoken(widget), { lang: 'en', dir: 'ltr' });
      assert.deepEqual(page.troubles, []);
      await page.context().close();
    }
  });

  it('does not wait for a slow catalogue, and keeps the place when it comes', async () => {
    let answer;
    const held = new Promise((resolve) => { answer = resolve; });
    const t = await textsOf('id');
    const { page, widget } = await open({ language: 'id' }, {
      routes: { '**/messages-*.txt': async (route) => { await held; await route.continue(); } },
    });
    await widget.agree();
    await widget.choose('airbnb', 'Airbnb');
    await widget.field('Password').fill('123456');
    answer();
    await widget.heading(t('LoginTitle', { provider: 'Airbnb' })).waitFor();
    const password = widget.field(t('Password'));
    assert.equal(await password.inputValue(), '123456', 'what was typed is still there');
    await page.waitForFunction(
      () => document.querySelector('wink-link').shadowRoot.activeElement?.id.startsWith('wink-field-'),
    );
    assert.deepEqual(page.troubles, []);
  });

  it('the receipt is of the text in the language that was shown', async () => {
    for (const language of ['fil', 'ar']) {
      const t = await textsOf(language);
      const { page, widget, template } = await open({ templateId: 'wtpl-demo', language });
      const receipt = page.waitForResponse((response) => response.url().endsWith('/session/consent'));
      await widget.button(t('Agree')).click();
      const given = (await receipt).request().postDataJSON();
      assert.equal(given.language, language);
      const { textSha256 } = await (await receipt).json();
      const { consent } = await template();
      assert.equal(textSha256, createHash('sha256').update(consent.text).digest('hex'));
      await page.context().close();
    }
  });

  it('the frame speaks before the module is there', async () => {
    let answer;
    const held = new Promise((resolve) => { answer = resolve; });
    const { page, widget } = await open({ language: 'ar' }, {
      routes: { '**/wink-*.wasm': async (route) => { await held; await route.abort(); } },
    });
    await widget.dialog.getByRole('button', { name: 'إغلاق' }).waitFor();
    assert.equal(await widget.dialog.getAttribute('dir'), 'rtl');
    assert.equal(await widget.dialog.getAttribute('aria-label'), 'ربط حساب');
    answer();
    await widget.dialog.getByRole('heading', { name: 'تعذّر تحميل هذه النافذة' }).waitFor();
    await look(page, 'language-ar-load-failed');
  });
});
