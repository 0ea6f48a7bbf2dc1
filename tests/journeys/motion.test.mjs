// A person who asks the system for less movement sees none; for others, screens slide in.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DESKTOP, PHONE, launch } from './lib/browser.mjs';
import { Gallery } from './lib/gallery.mjs';
import { journeys } from './lib/journey.mjs';

// Lists animations, transitions and smooth scrolling: in the dialog, its pseudo-elements, and its backdrop.
function movements(page) {
  return page.evaluate(() => {
    const root = document.querySelector('wink-link').shadowRoot;
    const found = new Set();
    for (const animation of root.getAnimations({ subtree: true })) {
      found.add(`${animation.effect.target.className}: ${animation.animationName ?? animation.transitionProperty}`);
    }
    const seconds = (list) => Math.max(...list.split(',').map(parseFloat));
    for (const element of root.querySelectorAll('*')) {
      for (const pseudo of [undefined, '::before', '::after', '::backdrop']) {
        const style = getComputedStyle(element, pseudo);
        const name = `${element.className.baseVal ?? element.className}${pseudo ?? ''}`;
        if (style.animationName !== 'none') found.add(`${name}: ${style.animationName}`);
        if (seconds(style.transitionDuration) > 0.001) found.add(`${name}: ${style.transitionProperty}`);
        if (style.scrollBehavior === 'smooth') found.add(`${name}: scrolls smoothly`);
      }
    }
    return [...found].sort();
  });
}

describe('every screen', () => {
  let gallery;
  let browser;
  before(async () => { [gallery, browser] = await Promise.all([Gallery.start(), launch()]); });
  after(async () => {
    await browser?.close();
    await gallery?.stop();
  });

  it('stands still where less movement is asked for', async () => {
    const { page, names, show } = await gallery.open(browser, { ...PHONE, reducedMotion: 'reduce' });
    const findings = [];
    for (const name of names) {
      await show(name);
      findings.push(...(await movements(page)).map((movement) => `${name}: ${movement}`));
    }
    assert.deepEqual(findings, []);
  });

  it('moves otherwise, so that the check above would see it', async () => {
    const { page, show } = await gallery.open(browser, { ...DESKTOP, reducedMotion: 'no-preference' });
    const named = async (name) => {
      await show(name);
      return (await movements(page)).map((movement) => movement.split(': ')[1]);
    };
    assert.ok((await named('consent')).includes('wink-enter'));
    assert.ok((await named('connecting')).includes('wink-turn'));
    assert.ok((await named('providers-loading')).includes('wink-breathe'));
    assert.ok((await named('second-factor-approve')).includes('wink-beat'));
    assert.ok((await named('login-sending')).includes('inline-size'));
  });
});

describe('opening', () => {
  const here = journeys();
  // Records which animations start between `open()` and the list.
  async function begun(reducedMotion) {
    const { page, widget } = await here.open({}, {
      device: { ...PHONE, reducedMotion },
      before: (opened) => opened.addInitScript(() => {
        window.begun = [];
        const attach = Element.prototype.attachShadow;
        Element.prototype.attachShadow = function watched(options) {
          const root = attach.call(this, options);
          for (const name of ['animationstart', 'transitionrun']) {
            root.addEventListener(name, (event) => window.begun.push(event.animationName ?? event.propertyName));
          }
          return root;
        };
      }),
    });
    await widget.agree();
    await widget.option(/./).first().waitFor();
    assert.deepEqual(page.troubles, []);
    return page.evaluate(() => window.begun);
  }

  it('moves, but not if less movement is asked for', async () => {
    assert.ok((await begun('no-preference')).includes('wink-enter'));
    assert.deepEqual(await begun('reduce'), []);
  });
});
