// The browsers, and checks for every screen.

import { createRequire } from 'node:module';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import { chromium, firefox } from 'playwright-core';

const require = createRequire(import.meta.url);
const axeSource = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
const artefacts = process.env.WINK_ARTEFACTS;

export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
export const DESKTOP = { viewport: { width: 1280, height: 900 } };

export function launch(extra = []) {
  return chromium.launch({
    executablePath: process.env.WINK_CHROMIUM,
    args: [
      '--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync', ...extra,
    ],
  });
}

// The distribution's Firefox, over WebDriver BiDi, because Playwright's own builds are not available everywhere.
export function launchFirefox() {
  return firefox.launch({ channel: 'moz-firefox', executablePath: process.env.WINK_FIREFOX, headless: true });
}

// A page that records its errors and warnings.
export async function openPage(browser, options = DESKTOP) {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  page.troubles = [];
  page.warnings = [];
  page.on('pageerror', (error) => page.troubles.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'warning') page.warnings.push(message.text());
    // Failed requests are up to the journey.
    if (message.type() === 'error' && !message.text().includes('Failed to load resource')) {
      page.troubles.push(message.text());
    }
  });
  page.setDefaultTimeout(60_000);
  return page;
}

// Saves a screenshot and checks against WCAG 2.2 AA. `frame` is the frame with the widget, if it is not in the page
// itself.
export async function look(page, name, frame = page) {
  await mkdir(artefacts, { recursive: true });
  await still(frame);
  await page.screenshot({ path: join(artefacts, `${name}.png`) });
  assert.deepEqual(await violations(frame), [], `axe on ${name}`);
}

// Waits for animations, because a half-finished one lowers the contrast.
async function still(frame) {
  await frame.evaluate(() => {
    const host = document.querySelector('wink-link');
    const running = host ? host.shadowRoot.getAnimations({ subtree: true }) : [];
    return Promise.race([
      Promise.all(running.filter((a) => a.effect.getComputedTiming().iterations !== Infinity)
        .map((a) => a.finished.catch(() => {}))),
      new Promise((resolve) => setTimeout(resolve, 1000)),
    ]);
  });
}

// Returns axe's violations of WCAG 2.2 AA.
export async function violations(frame) {
  await still(frame);
  // Once for each page, because the script is half a megabyte.
  if (!await frame.evaluate(() => 'axe' in window)) await frame.evaluate(axeSource);
  return frame.evaluate(async () => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const found = await window.axe.run({ include: [['wink-link']] }, { runOnly: tags });
    return found.violations.map(({ id, help, nodes }) => ({
      id, help, at: nodes.map((node) => `${node.target.flat().join(' ')}: ${node.failureSummary}`),
    }));
  });
}
