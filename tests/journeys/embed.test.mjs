// The script tag works however a page includes it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { look, openPage } from './lib/browser.mjs';
import { RECORDER, inlinePage } from './lib/host.mjs';
import { called, calls, journeys, settled, untilCalled } from './lib/journey.mjs';
import { Widget } from './lib/widget.mjs';

const here = journeys({ browser: ['--js-flags=--expose-gc'] });

// Opens a host page with this content.
async function pageWith(html, headers) {
  const page = await openPage(here.browser);
  await page.goto(here.host.page(`/embed-${Math.random()}`, html, headers));
  return { page, widget: new Widget(page) };
}

async function plainPage(body = '', head = '') {
  const html = `<!DOCTYPE html><html lang="en"><head><title>Host page</title>${head}</head><body>${body}
    <script>${RECORDER}</script><script src="${here.service.origin}/v2/smile.v2.js"></script></body></html>`;
  return pageWith(html);
}

const consent = (widget) => widget.heading('Share your records with').waitFor();

test('version 1 differs only in its address', async () => {
  const { page, widget } = await here.open({}, { version: 'v1' });
  await consent(widget);
  await look(page, 'version-1');
  assert.deepEqual(page.troubles, []);
});

test('a strict policy', async () => {
  const { userToken } = await here.service.createUser();
  here.host.script('/strict.js', `${RECORDER}
    window.violations = [];
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));
    new SmileLinkModal(recorded({ userToken: ${JSON.stringify(userToken)} })).open();`);
  const origin = here.service.origin;
  const { page, widget } = await pageWith(
    `<!DOCTYPE html><html lang="en"><head><title>Strict</title></head><body><h1>Strict</h1>
     <script src="${origin}/v2/smile.v2.js"></script><script src="/strict.js"></script></body></html>`,
    {
      'content-security-policy':
        `default-src 'none'; script-src 'self' ${origin} 'wasm-unsafe-eval'; style-src 'self'; connect-src ${origin};` +
        " require-trusted-types-for 'script'",
    },
  );
  await widget.agree();
  await widget.choose('upwork', 'Upwork');
  await widget.logIn(/E-mail address|User name/, 'gpalomero1234@smileapi.io', '123456');
  await widget.enterCode('1234');
  await widget.heading('Upwork is linked').waitFor();
  await look(page, 'strict-policy');
  await widget.done();
  assert.deepEqual(await page.evaluate(() => window.violations), []);
  assert.deepEqual(page.troubles, []);
});

test('a sandboxed frame of its own origin', async () => {
  const { userToken } = await here.service.createUser();
  const inner = inlinePage(here.service, { userToken });
  const escaped = inner.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const { page } = await pageWith(
    `<!DOCTYPE html><html lang="en"><head><title>Outer</title></head><body><h1>Outer</h1>
     <iframe title="inner" width="900" height="800" sandbox="allow-scripts allow-popups allow-forms"
       srcdoc="${escaped}"></iframe></body></html>`,
  );
  const frame = page.frameLocator('iframe');
  const widget = new Widget(frame);
  await widget.agree();
  await widget.choose('upwork', 'Upwork');
  await widget.logIn(/E-mail address|User name/, 'gpalomero1234@smileapi.io', '123456');
  await widget.enterCode('1234');
  await widget.heading('Upwork is linked').waitFor();
  const inside = page.frames().find((candidate) => candidate !== page.mainFrame());
  await look(page, 'sandboxed-frame', inside);
  await widget.done();
  assert.equal((await inside.evaluate(() => window.calls)).at(-1).name, 'onClose');
});

test('inserted dynamically, included twice, written into a blank frame', async () => {
  const { userToken } = await here.service.createUser();
  const src = `${here.service.origin}/v2/smile.v2.js`;
  const { page, widget } = await pageWith(
    `<!DOCTYPE html><html lang="en"><head><title>Dynamic</title></head><body><h1>Dynamic</h1><script>${RECORDER}
      const script = document.createElement('script');
      script.async = true;
      script.src = ${JSON.stringify(src)};
      script.onload = () => {
        window.first = SmileLinkModal;
        new SmileLinkModal(recorded({ userToken: ${JSON.stringify(userToken)} })).open();
        const again = document.createElement('script');
        again.src = script.src;
        again.onload = () => { window.same = window.first === SmileLinkModal; };
        document.head.append(again);
      };
      document.head.append(script);</script></body></html>`,
  );
  await consent(widget);
  await page.waitForFunction(() => window.same === true);
  await look(page, 'inserted-dynamically');

  const other = await here.service.createUser();
  await page.evaluate((html) => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    frame.contentDocument.write(html);
    frame.contentDocument.close();
  }, inlinePage(here.service, { userToken: other.userToken }));
  await consent(new Widget(page.frameLocator('iframe')));
  assert.deepEqual(page.troubles, []);
});

test('without a reference it outlives a garbage collection', async () => {
  const { page, widget } = await here.open();
  await consent(widget);
  await page.evaluate(async () => {
    for (let round = 0; round < 3; round += 1) {
      window.gc();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });
  await widget.agree();
});

test('opening twice shows one dialog; closing and reopening resumes the session', async () => {
  const { page, widget } = await plainPage('<h1>Page</h1>');
  const { userToken } = await here.service.createUser();
  await page.evaluate((token) => {
    window.modal = new SmileLinkModal(recorded({ userToken: token }));
    modal.open();
    modal.open();
  }, userToken);
  await consent(widget);
  await page.evaluate(() => modal.open());
  assert.equal(await page.locator('wink-link').count(), 1);
  await page.evaluate(() => { modal.close(); modal.close(); });
  assert.equal(await page.locator('wink-link').count(), 0);
  await page.evaluate(() => modal.open());
  await consent(widget);
  await widget.button('Close').click();
  await untilCalled(page, 'onClose');
  // Closed before the module takes over.
  await page.evaluate(() => { modal.open(); modal.close(); });
  assert.deepEqual((await calls(page, 'onClose')).map(({ argument }) => argument.reason), ['close', 'close', 'close']);
  assert.equal((await called(page)).includes('onTokenExpired'), false);
});

test('closing restores the page exactly', async () => {
  const { page, widget } = await plainPage(
    '<main><button id="before">Before</button><p style="height:4000px">Long</p></main>',
    '<style>html { scroll-padding: 1px }</style>',
  );
  const { userToken } = await here.service.createUser();
  const state = () => page.evaluate(() => ({
    html: document.documentElement.cloneNode(false).outerHTML,
    body: document.body.cloneNode(false).outerHTML,
    children: document.body.children.length,
    sheets: document.adoptedStyleSheets.length,
    overflow: getComputedStyle(document.documentElement).overflowY,
    scroll: window.scrollY,
    focus: document.activeElement.id,
    globals: Object.keys(window).filter((name) => /wink|wasm/i.test(name)),
  }));
  await page.evaluate((token) => {
    window.modal = new SmileLinkModal(recorded({ userToken: token }));
    document.getElementById('before').focus({ preventScroll: true });
    window.scrollTo(0, 700);
  }, userToken);
  const before = await state();
  for (const leave of [() => page.evaluate(() => modal.close()), () => widget.button('Close').click()]) {
    await page.evaluate(() => modal.open());
    await consent(widget);
    assert.equal((await state()).overflow, 'hidden');
    await page.mouse.wheel(0, 500);
    await leave();
    await widget.dialog.waitFor({ state: 'detached' });
    assert.deepEqual(await state(), before);
  }
  // Closed while the module is loading.
  await page.evaluate(() => { modal.open(); modal.close(); });
  assert.deepEqual(await state(), before);
});

test("over the host's own dialog and focus trap", async () => {
  const { page, widget } = await plainPage(
    `<dialog id="own"><button id="inside">Inside</button></dialog>
     <script>
       // A focus trap as libraries implement it.
       document.addEventListener('focusin', (event) => {
         if (own.open && !own.contains(event.target)) { event.stopImmediatePropagation(); inside.focus(); }
       }, true);
       document.addEventListener('keydown', (event) => {
         if (own.open && event.key === 'Tab' && !own.contains(event.target)) { event.preventDefault(); inside.focus(); }
       }, true);
     </script>`,
  );
  const { userToken } = await here.service.createUser();
  await page.evaluate((token) => {
    document.getElementById('own').showModal();
    document.getElementById('inside').focus();
    window.modal = new SmileLinkModal(recorded({ userToken: token }));
    modal.open();
  }, userToken);
  await consent(widget);
  const focused = () => page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element?.textContent.trim();
  });
  const seen = new Set();
  for (let presses = 0; presses < 8; presses += 1) {
    await page.keyboard.press('Tab');
    seen.add(await focused());
  }
  assert.ok(seen.has('I agree'), `Tab goes round in the widget: ${[...seen].join(', ')}`);
  await widget.agree();
  await page.evaluate(() => modal.close());
  assert.equal(await page.evaluate(() => document.getElementById('own').open), true);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'inside');
});

test('two modals on one page do not affect each other', async () => {
  const { page } = await plainPage('<h1>Page</h1>');
  const [first, second] = [await here.service.createUser(), await here.service.createUser()];
  await page.evaluate(([a, b]) => {
    window.callsOf = { a: [], b: [] };
    const open = (name, userToken) => {
      const modal = new SmileLinkModal({
        userToken,
        onUIEvent: ({ userId }) => window.callsOf[name].push(userId),
        onClose: ({ reason }) => window.callsOf[name].push(reason),
      });
      modal.open();
      return modal;
    };
    window.modals = [open('a', a), open('b', b)];
  }, [first.userToken, second.userToken]);
  await page.waitForFunction(() => window.callsOf.a.length === 1 && window.callsOf.b.length === 1);
  await page.evaluate(() => window.modals[0].close());
  assert.equal(await page.locator('wink-link').count(), 1);
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).overflowY), 'hidden');
  await page.evaluate(() => window.modals[1].close());
  assert.deepEqual(await page.evaluate(() => window.callsOf), {
    a: [first.userId, 'close'], b: [second.userId, 'close'],
  });
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).overflowY), 'visible');
});

test('callbacks that throw or reject do not affect the modal', async () => {
  const { page, widget } = await plainPage('<h1>Page</h1>');
  const { userToken } = await here.service.createUser();
  await page.evaluate((token) => {
    window.reasons = [];
    new SmileLinkModal({
      userToken: token,
      onUIEvent() { throw new Error('the host is clumsy'); },
      onClose({ reason }) { window.reasons.push(reason); return Promise.reject(new Error('still clumsy')); },
    }).open();
  }, userToken);
  await widget.agree();
  await widget.button('Close').click();
  await page.waitForFunction(() => window.reasons.length === 1);
  await settled(page);
  assert.deepEqual(page.troubles.filter((trouble) => !trouble.includes('failed:')), []);
  assert.ok(page.troubles.some((trouble) => trouble.includes("the page's onUIEvent failed")));
});

test('opened again from its own callback', async () => {
  const { page, widget } = await plainPage('<h1>Page</h1>');
  const { userToken } = await here.service.createUser();
  await page.evaluate((token) => {
    let rounds = 0;
    window.modal = new SmileLinkModal({ userToken: token, onClose() { rounds += 1; if (rounds === 1) modal.open(); } });
    modal.open();
  }, userToken);
  await consent(widget);
  await widget.button('Close').click();
  await consent(widget);
  assert.equal(await page.locator('wink-link').count(), 1);
  assert.deepEqual(page.troubles, []);
});

test('without WebAssembly, the dialog says so and reports an error', async () => {
  const { userToken } = await here.service.createUser();
  const { page, widget } = await pageWith(
    `<!DOCTYPE html><html lang="en"><head><title>Old</title></head><body><h1>Old</h1><script>${RECORDER}</script>
     <script>delete window.WebAssembly;</script><script src="${here.service.origin}/v2/smile.v2.js"></script>
     <script>new SmileLinkModal(recorded({ userToken: ${JSON.stringify(userToken)} })).open();</script></body></html>`,
  );
  await widget.heading('This window could not be loaded').waitFor();
  await look(page, 'no-webassembly');
  // The dialog ignores events of the elements inside it.
  await widget.button('Exit').evaluate((button) => {
    for (const name of ['cancel', 'close']) button.dispatchEvent(new Event(name, { bubbles: true }));
  });
  await settled(page);
  assert.deepEqual(await calls(page, 'onClose'), []);
  await widget.button('Exit').click();
  assert.deepEqual((await calls(page, 'onClose')).map(({ argument }) => argument), [{ reason: 'error' }]);
  assert.equal(await page.locator('wink-link').count(), 0);
});

test('a module that could not be loaded is fetched again', async () => {
  const { userToken } = await here.service.createUser();
  const page = await openPage(here.browser);
  await page.route('**/*.wasm', (route) => route.abort());
  await page.goto(here.host.page('/lost', inlinePage(here.service, { userToken })));
  const widget = new Widget(page);
  await widget.heading('This window could not be loaded').waitFor();
  await page.unroute('**/*.wasm');
  await widget.button('Try again').click();
  await consent(widget);
});
