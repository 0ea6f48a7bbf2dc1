// Measures how long a keystroke in the search field blocks the page, in the widget as hosts load it. `cargo xtask bench
// search` runs it. The time is from the input event until the new list is laid out, on the page's main thread; a frame
// has 16.7 ms. For comparison, it measures Fuse.js with the same names, in the same run on the same machine: the search
// alone, without drawing.

import { readFile } from 'node:fs/promises';
import { DESKTOP, launch, openPage } from '../lib/browser.mjs';
import { Host, inlinePage } from '../lib/host.mjs';
import { Service } from '../lib/service.mjs';
import { Widget } from '../lib/widget.mjs';

const FRAME_MILLIS = 1000 / 60;
const QUERIES = [
  'upwork', 'sss', 'pag ibig', 'food panda', 'philhelth', 'bpjs', 'grb', 'jolibee foods', 'incorporated', 'manila',
  '星展', 'zzzz qqqq', 'services group',
];
const SIZES = [
  { employers: 10_000, slowdown: 4 },
  { employers: 100_000, slowdown: 1 },
];

const fuseSource = await readFile(new URL(import.meta.resolve('fuse.js/min')), 'utf8');

const sorted = (values) => [...values].sort((a, b) => a - b);
const percentile = (values, part) => sorted(values)[Math.min(values.length - 1, Math.floor(values.length * part))];

// Runs in the page, and measures for every input event how long it takes until the list is laid out. It stops when the
// event reaches the window again, after all handlers. It does not use a task of its own, because the browser delays
// tasks until the frame is drawn, and that wait is not work. In the next frame it checks that the list did not change
// later.
function watch() {
  window.keystrokes = [];
  window.late = 0;
  window.longTasks = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.longTasks.push(entry.duration);
  }).observe({ type: 'longtask' });
  const root = () => document.querySelector('wink-link').shadowRoot;
  const shown = () => root().querySelector('[role="option"]')?.textContent;
  let began = 0;
  addEventListener('input', () => { began = performance.now(); }, { capture: true });
  addEventListener('input', () => {
    // Reading a size forces layout.
    root().querySelector('.wink-body').getBoundingClientRect();
    const count = window.keystrokes.push(performance.now() - began);
    const first = shown();
    requestAnimationFrame(() => {
      const isLast = window.keystrokes.length === count;
      window.late += isLast && shown() !== first ? 1 : 0;
    });
  });
}

async function measure({ employers, slowdown }) {
  const service = await Service.start({ employers });
  const host = await Host.start();
  const browser = await launch();
  try {
    const user = await service.createUser();
    const page = await openPage(browser, DESKTOP);
    page.setDefaultTimeout(60_000);
    await page.addInitScript(watch);
    host.script('/fuse.js', fuseSource);
    const catalogue = page.waitForResponse(/\/catalogue\//).then((response) => response.text());
    await page.goto(host.page('/search', inlinePage(service, { userToken: user.userToken })));
    const widget = new Widget(page);
    await widget.agree();
    await widget.option(/./).first().waitFor();
    const opening = await page.evaluate(() => window.longTasks.splice(0));

    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    await widget.search.focus();
    for (const query of QUERIES) {
      await page.keyboard.type(query, { delay: 40 });
      for (let left = [...query].length; left > 0; left -= 1) await page.keyboard.press('Backspace', { delay: 20 });
    }
    const { keystrokes, late } = await page.evaluate(() => ({ keystrokes: window.keystrokes, late: window.late }));
    if (late > 0) throw new Error(`${late} times the list changed after it was measured`);
    const peer = await fuse(page, await catalogue);
    return { keystrokes, peer, opening, providers: peer.names };
  } finally {
    await browser.close();
    await host.stop();
    await service.stop();
  }
}

// The comparison, on the same page with the same slow-down: a library that a page without a search of its own would
// use.
function fuse(page, catalogue) {
  return page.evaluate(async ([text, queries]) => {
    const { default: Fuse } = await import('/fuse.js');
    const rows = text.trimEnd().split('\n').map((line) => {
      const columns = line.split('\t');
      return { name: columns[1], aliases: columns[6] ? columns[6].split('|') : [] };
    });
    const index = new Fuse(rows, { keys: ['name', 'aliases'], threshold: 0.3, ignoreLocation: true });
    const times = [];
    for (const query of queries) {
      for (let length = 1; length <= query.length; length += 1) {
        const began = performance.now();
        index.search(query.slice(0, length), { limit: 50 });
        times.push(performance.now() - began);
      }
    }
    return { times, names: rows.length };
  }, [catalogue, QUERIES]);
}

let isOver = false;
console.log('keystroke to laid-out results, in ms of the main thread; a frame is 16.7');
console.log('providers  slow-down  keystrokes     p50     p99     max    Fuse.js p50     p99   times slower at p50');
for (const size of SIZES) {
  const { keystrokes, peer, opening, providers } = await measure(size);
  const [p50, p99, most] = [0.5, 0.99, 1].map((part) => percentile(keystrokes, part));
  const [peer50, peer99] = [0.5, 0.99].map((part) => percentile(peer.times, part));
  const cell = (value, width) => value.toFixed(1).padStart(width);
  console.log([
    String(providers).padStart(9), `${size.slowdown}x`.padStart(10), String(keystrokes.length).padStart(11),
    cell(p50, 7), cell(p99, 7), cell(most, 7), cell(peer50, 14), cell(peer99, 7), cell(peer50 / p50, 21),
  ].join(' '));
  if (opening.length > 0) {
    console.log(`          tasks over 50 ms until the list was there: ${opening.map((millis) => Math.round(millis)).join(', ')}`);
  }
  isOver ||= p99 > FRAME_MILLIS;
}
if (isOver) {
  console.log('over budget: p99 is more than a frame');
  process.exitCode = 1;
}
