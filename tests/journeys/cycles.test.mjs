// Opening and closing repeatedly leaves nothing behind.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inlinePage } from './lib/host.mjs';
import { openPage } from './lib/browser.mjs';
import { journeys } from './lib/journey.mjs';

const here = journeys();
const WARM_UP = 50;
const CYCLES = 200;
// Tolerated growth: the browser keeps a little memory of its own.
const ALLOWANCE = 1.05;

async function usage(session) {
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const value = (name) => metrics.find((metric) => metric.name === name).value;
  return {
    nodes: value('Nodes'),
    listeners: value('JSEventListeners'),
    heapBytes: value('JSHeapUsedSize'),
    wasmBytes: await wasmBytes(session),
  };
}

// The module does not expose its memory, so ask the debugger for every memory.
async function wasmBytes(session) {
  const { result: prototype } = await session.send('Runtime.evaluate', { expression: 'WebAssembly.Memory.prototype' });
  const { objects } = await session.send('Runtime.queryObjects', { prototypeObjectId: prototype.objectId });
  const { result } = await session.send('Runtime.callFunctionOn', {
    objectId: objects.objectId,
    functionDeclaration: 'function () { return this.reduce((sum, memory) => sum + memory.buffer.byteLength, 0); }',
    returnByValue: true,
  });
  await session.send('Runtime.releaseObject', { objectId: objects.objectId });
  return result.value;
}

// Work in progress, such as an answer or a timer of the last opening, is not a leak: it is freed when it ends.
async function settled(session, before) {
  const end = performance.now() + 30_000;
  for (;;) {
    const now = await usage(session);
    const isBack = ['nodes', 'listeners', 'heapBytes'].every((name) => now[name] <= before[name] * ALLOWANCE);
    if (isBack || performance.now() > end) return now;
    await new Promise((resolve) => { setTimeout(resolve, 250); });
  }
}

// Opens the widget up to the list, where most nodes are. Runs within the page, because driving it from outside leaves
// objects.
function cycle(page, times) {
  return page.evaluate(async (count) => {
    const find = async (selector) => {
      // Long enough for a busy machine.
      for (const end = performance.now() + 30_000; performance.now() < end;) {
        const found = document.querySelector('wink-link').shadowRoot.querySelector(selector);
        if (found) return found;
        await new Promise((resolve) => { setTimeout(resolve, 2); });
      }
      throw new Error(`nothing like ${selector} is shown`);
    };
    for (let at = 0; at < count; at += 1) {
      window.modal.open();
      (await find('[data-screen="consent"] .wink-foot button')).click();
      await find('[role="option"]');
      window.modal.close();
      await new Promise((resolve) => { setTimeout(resolve, 2); });
      // The callbacks' records belong to the test.
      window.calls.length = 0;
    }
  }, times);
}

test(`${CYCLES} openings leave no nodes, listeners or memory behind`, { timeout: 240_000 }, async () => {
  const user = await here.service.createUser();
  const page = await openPage(here.browser);
  const html = inlinePage(here.service, { userToken: user.userToken });
  await page.goto(here.host.page('/cycles', html.replace('new SmileLinkModal(', 'window.modal = new SmileLinkModal(')
    .replace(')).open();', '));')));
  await page.waitForFunction(() => window.modal);
  // Keep the page's own list of fetched resources from growing.
  await page.evaluate(() => performance.setResourceTimingBufferSize(0));
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');

  await cycle(page, WARM_UP);
  const before = await usage(session);
  await cycle(page, CYCLES);
  const after = await settled(session, before);

  assert.deepEqual(page.troubles, []);
  assert.ok(before.wasmBytes > 0, 'the module’s memory was found');
  assert.ok(after.nodes <= before.nodes * ALLOWANCE, `nodes: ${before.nodes} → ${after.nodes}`);
  assert.ok(after.listeners <= before.listeners * ALLOWANCE, `listeners: ${before.listeners} → ${after.listeners}`);
  assert.ok(after.heapBytes <= before.heapBytes * ALLOWANCE, `heap: ${before.heapBytes} → ${after.heapBytes}`);
  // The module's memory grows by whole pages when its free space is fragmented. One growth is not a leak, a second one
  // is.
  if (after.wasmBytes > before.wasmBytes) {
    await cycle(page, CYCLES);
    assert.equal(await wasmBytes(session), after.wasmBytes, 'wasm memory');
  }
});
