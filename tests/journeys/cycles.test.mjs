// Opened and closed again and again: nothing is left behind.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inlinePage } from './lib/host.mjs';
import { openPage } from './lib/browser.mjs';
import { journeys } from './lib/journey.mjs';

const here = journeys();
const WARM_UP = 50;
const CYCLES = 200;
// What counts as no growth: the browser keeps a little of its own.
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

// The module keeps its memory to itself, so the debugger is asked for every memory there is.
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

// What is still held by work on its way, such as an answer or a timer of the last opening, is no leak: it goes by itself.
async function settled(session, before) {
  const end = performance.now() + 30_000;
  for (;;) {
    const now = await usage(session);
    const isBack = ['nodes', 'listeners', 'heapBytes'].every((name) => now[name] <= before[name] * ALLOWANCE);
    if (isBack || performance.now() > end) return now;
    await new Promise((resolve) => { setTimeout(resolve, 250); });
  }
}

// As far as the list, which is where most of the nodes are; driven within the page, which leaves no traces of its own.
function cycle(page, times) {
  return page.evaluate(async (count) => {
    const find = async (selector) => {
      // However busy the machine is.
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
      // Callbacks are the test's own notes.
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
  // The page's own list of what was fetched is not ours to keep small.
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
  // The module's memory grows by whole pages, when the room that is left in it lies badly: once is no leak, again is.
  if (after.wasmBytes > before.wasmBytes) {
    await cycle(page, CYCLES);
    assert.equal(await wasmBytes(session), after.wasmBytes, 'wasm memory');
  }
});
