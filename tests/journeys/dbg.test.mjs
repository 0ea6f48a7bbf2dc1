import { test } from 'node:test';
import { journeys } from './lib/journey.mjs';
const here = journeys();
test('x', async () => {
  const { page, widget } = await here.open({ language: 'en' }, { before: (p) => {
    p.on('console', (m) => console.log('C', m.text())); p.on('pageerror', (e) => console.log('E', e.stack));
    p.on('requestfailed', (r) => console.log('F', r.url(), r.failure().errorText)); p.on('response', (r) => console.log('R', r.status(), r.url())); } });
  await page.waitForTimeout(4000);
  console.log(await page.evaluate(() => document.querySelector('wink-link')?.shadowRoot.innerHTML.slice(0, 1500)));
});
