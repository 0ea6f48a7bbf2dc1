// What every journey starts from: the service, a host's site and a browser, once a file.

import { after, before } from 'node:test';
import { Host, calledNames, inlinePage } from './host.mjs';
import { DESKTOP, launch, launchFirefox, openPage } from './browser.mjs';
import { Service } from './service.mjs';
import { Widget } from './widget.mjs';

// `browser` is Chromium's extra arguments, or 'firefox'.
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
  // Opens the widget on a host's page; `config` joins a fresh user's token. `before` is given the page while it is empty.
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

// Waits until what an event has set off has run and is painted: the list draws what cannot be seen a frame later.
export function settled(page) {
  return page.evaluate(() => new Promise((resolve) => {
    const frames = (left) => (left === 0 ? resolve() : requestAnimationFrame(() => frames(left - 1)));
    frames(4);
  }));
}

// Waits until the host has been called back with this name.
export async function untilCalled(page, name) {
  await page.waitForFunction((wanted) => window.calls.some((call) => call.name === wanted), name);
}

// Waits until something is so that no event tells of.
export async function untilTrue(isSo, millis = 60_000) {
  const end = Date.now() + millis;
  while (Date.now() < end) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`it did not become so: ${isSo}`);
}
