// The npm package: a page imports the same class as an ES module.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { look, openPage } from './lib/browser.mjs';
import { RECORDER } from './lib/host.mjs';
import { called, journeys } from './lib/journey.mjs';
import { Widget } from './lib/widget.mjs';

const here = journeys();

test('a page imports SmileLinkModal as an ES module', async () => {
  const folder = process.env.WINK_PKG;
  const { module, main } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const entry = (module ?? main).replace(/^\.\//, '');
  const { userToken } = await here.service.createUser();
  const page = await openPage(here.browser);
  // The package's files, as a host's own server would have them.
  await page.route('**/node_modules/wink/*', async (route) => {
    const name = new URL(route.request().url()).pathname.split('/').at(-1);
    const type = name.endsWith('.wasm') ? 'application/wasm' : 'text/javascript';
    await route.fulfill({ body: await readFile(join(folder, name)), contentType: type });
  });
  await page.goto(here.host.page('/module', `<!DOCTYPE html><html lang="en"><title>Module</title><h1>Module</h1>
    <script>${RECORDER}</script>
    <script type="module">
      import init, { SmileLinkModal } from '/node_modules/wink/${entry}';
      await init();
      window.modal = new SmileLinkModal(recorded({
        userToken: ${JSON.stringify(userToken)}, apiHost: '${here.service.origin}/link/v1',
      }));
      modal.open();
      modal.open();
    </script></html>`));
  const widget = new Widget(page);
  await widget.agree();
  await look(page, 'es-module');
  assert.equal(await page.locator('wink-link').count(), 1);
  await page.evaluate(() => window.modal.close());
  assert.equal(await page.locator('wink-link').count(), 0);
  assert.deepEqual(await called(page), ['ConsentPageOpened', 'ProviderListPageOpened', 'onClose']);
  assert.equal(await page.evaluate(() => document.adoptedStyleSheets.length), 0);
  assert.deepEqual(page.troubles, []);
});
