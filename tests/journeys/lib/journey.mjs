// Sets up each journey file: the service, a host's site and a browser.

import { after, before } from 'node:test';
import { Host, calledNames, inlinePage } from './host.mjs';
import { DESKTOP, launch, launchFirefox, openPage } from './browser.mjs';
import { Service } from './service.mjs';
import { Widget } from './widget.mjs';

// `browser` is either extra arguments for Chromium, or 'firefox'.
export function journeys({ service: options, browser: extra } = {}) {
  const here = {};
  before(async () => {
    [here.service, here.host, here.browser] = await Promise.all([
      Service.start(options), Host.start(), extra === 'firefox' ? launchFirefox() : launch(extra),
    ]);
  });
  after(async () => {
    await here.browser?.close();
    await here.host?.stop();
    await here.service?.stop();
  });

  let pages = 0;
  // Opens the widget on a host's page, with `config` and a new user's token. Calls `before` while the page is empty.
  here.open = async (config = {}, { device = DESKTOP, before: prepare, ...page } = {}) => {
    const user = await here.service.createUser();
    const html = inlinePage(here.service, { userToken: user.userToken, ...config }, page);
    const opened = await openPage(here.browser, device);
    pages += 1;
    await prepare?.(opened);
    await opened.goto(here.host.page(`/page-${pages}`, html, page.headers));
    return { page: opened, widget: new Widget(opened), ...user };
  };
  return here;
}

export async function called(page) {
  return calledNames(await page.evaluate(() => window.calls));
}

export async function calls(page, name) {
  return (await page.evaluate(() => window.calls)).filter((call) => call.name === name);
}

// Waits until an event's effects are painted: the list draws rows off screen one frame later.
export function settled(page) {
  return page.evaluate(() => new Promise((resolve) => {
    const frames = (left) => (left === 0 ? resolve() : requestAnimationFrame(() => frames(left - 1)));
    frames(4);
  }));
}

// Waits until the host's callback of this name was called.
export async function untilCalled(page, name) {
  await page.waitForFunction((wanted) => window.calls.some((call) => call.name === wanted), name);
}

// Polls until a condition holds, for changes without an event.
export async function untilTrue(holds, millis = 60_000) {
  const end = Date.now() + millis;
  while (Date.now() < end) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the condition never held: ${holds}`);
}
