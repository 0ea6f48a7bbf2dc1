// Values come from the document: payslips with amounts that differ from the sample's.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { Service } from './lib/service.mjs';

const SOURCE = new URL('../../static/samples/source/payslip.html', import.meta.url);
const CHANGES = { '27,350.00': '41,908.75', '23,145.25': '36,207.50', 'George Palomero Jr.': 'Maria Reyes-Cruz' };

let service;
let browser;
let page;

before(async () => {
  service = await Service.start({ pace: 0 });
  browser = await chromium.launch({ executablePath: process.env.WINK_CHROMIUM, args: ['--no-sandbox'] });
  page = await browser.newPage({ viewport: { width: 794, height: 1122 }, deviceScaleFactor: 1.5 });
  await page.goto(SOURCE.href);
  const changed = await page.evaluate((changes) => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    let count = 0;
    while (texts.nextNode()) {
      for (const [from, to] of Object.entries(changes)) {
        if (texts.currentNode.data.includes(from)) count += 1;
        texts.currentNode.data = texts.currentNode.data.replace(from, to);
      }
    }
    return count;
  }, CHANGES);
  assert.equal(changed, Object.keys(CHANGES).length, 'each stands once on the sample');
});

after(async () => {
  await browser?.close();
  await service?.stop();
});

async function read(fileExtensionType, content) {
  const body = { rawFiles: [{ fileExtensionType, fileContent: content.toString('base64') }] };
  let archive = await service.call('POST', '/archives', body);
  for (const until = Date.now() + 120_000; archive.state.status === 'STARTED' && Date.now() < until;) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    archive = await service.call('GET', `/archives/${archive.id}`);
  }
  assert.equal(archive.state.status, 'ANALYZED', archive.state.errorMessage);
  return archive.extraction.analysis;
}

const EXPECTED = {
  startDate: '2026-10-16',
  endDate: '2026-10-31',
  payDate: '2026-11-05',
  currency: 'PHP',
  grossAmount: 41908.75,
  netAmount: 36207.5,
  employerName: 'Bayani Fresh Foods, Inc.',
  employeeName: 'Maria Reyes-Cruz',
  ssNumber: '3300000008',
  philHealthNumber: '190000000017',
  taxNumber: '000000001000',
  pagIbigNumber: '121000000009',
};

test('a PDF with other amounts', async () => {
  assert.deepEqual(await read('PDF', await page.pdf({ format: 'A4', printBackground: true })), EXPECTED);
});

test('a picture with other amounts', async () => {
  assert.deepEqual(await read('PNG', await page.screenshot()), EXPECTED);
});

test('a photograph with other amounts', async () => {
  assert.deepEqual(await read('JPEG', await page.screenshot({ type: 'jpeg', quality: 80 })), EXPECTED);
});
