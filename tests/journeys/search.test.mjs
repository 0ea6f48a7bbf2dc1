// Queries that people type, with the real catalogue: the right provider comes first, and matches are marked.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PHONE, look } from './lib/browser.mjs';
import { journeys, settled } from './lib/journey.mjs';

const here = journeys({ service: { employers: 10_000 } });

// The query, the first result, and what is marked in its name. Nothing is marked if an alias or a typo matched.
const QUERIES = [
  ['sss', 'SSS', 'SSS'],
  ['social security', 'SSS', ''],
  ['pagibig', 'Pag-IBIG Fund', 'Pag-IBIG'],
  ['pag-ibig', 'Pag-IBIG Fund', 'Pag-IBIG'],
  ['PAG IBIG', 'Pag-IBIG Fund', 'Pag-IBIG'],
  ['grb', 'Grab', ''],
  ['grab', 'Grab', 'Grab'],
  ['food panda', 'foodpanda', 'foodpanda'],
  ['foodpnda', 'foodpanda', ''],
  ['philhelth', 'PhilHealth', ''],
  ['bpjs', 'BPJS Ketenagakerjaan', 'BPJS'],
  ['úpwörk', 'Upwork', 'Upwork'],
  ['airlines singapore', 'Singapore Airlines', 'Singapore+Airlines'],
  ['星展', 'DBS', ''],
  ['熊猫外卖', 'foodpanda', ''],
];

async function opened(device) {
  const { page, widget } = await here.open({}, device && { device });
  await widget.agree();
  await widget.option(/./).first().waitFor();
  return { page, widget };
}

test('real queries find what was meant, and matches are marked', async () => {
  const { page, widget } = await opened();
  const name = widget.option(/./).first().locator('bdi');
  const found = [];
  for (const [query] of QUERIES) {
    await widget.search.fill(query);
    await settled(page);
    const marked = (await name.locator('mark').allTextContents()).filter((text) => text !== '');
    found.push([query, await name.textContent(), marked.join('+')]);
  }
  assert.deepEqual(found, QUERIES);
});

test('rows have the right roles and positions, whatever was scrolled or searched before', async () => {
  const { page, widget } = await opened(PHONE);
  // Rows kept for reuse are hidden from everyone.
  const rows = () => widget.dialog.locator('[role=option]:not([aria-hidden])').evaluateAll((options) => options.map((option) => ({
    place: Number(option.id.replace('wink-option-', '')) + 1,
    position: Number(option.ariaPosInSet),
    count: Number(option.ariaSetSize),
    selected: option.ariaSelected,
    text: option.innerText.trim(),
    top: option.getBoundingClientRect().top,
  })));
  const check = (list, count) => {
    assert.ok(list.length > 5, `${list.length} rows`);
    for (const [index, row] of list.entries()) {
      assert.equal(row.position, row.place);
      assert.equal(row.count, count);
      assert.ok(row.text.length > 2, JSON.stringify(row));
      if (index > 0) assert.ok(row.position === list[index - 1].position + 1 && row.top > list[index - 1].top);
    }
  };
  await settled(page);
  const all = await rows();
  check(all, all[0].count);
  assert.ok(all[0].count > 10_000);

  await page.mouse.move(195, 500);
  await page.mouse.wheel(0, 64 * 5_000);
  await settled(page);
  const middle = await rows();
  check(middle, all[0].count);
  assert.ok(middle[0].position > 4_000);

  await widget.search.fill('bank');
  await settled(page);
  const banks = await rows();
  check(banks, banks[0].count);
  assert.equal(banks[0].position, 1);
  assert.equal(banks[0].selected, 'true');
  assert.deepEqual(banks.filter((row) => row.selected === 'true').length, 1);
  assert.equal(await widget.dialog.getByRole('option').count(), banks.length);
  await look(page, 'search-bank');

  await widget.search.fill('');
  await settled(page);
  assert.deepEqual((await rows()).slice(0, 5).map((row) => row.text), all.slice(0, 5).map((row) => row.text));
});

test('an empty result says so, and afterwards a click on a row still chooses it', async () => {
  const { page, widget } = await opened();
  await widget.search.fill('zzzz qqqq');
  await widget.heading(/zzzz qqqq/).or(widget.dialog.getByText(/zzzz qqqq/)).first().waitFor();
  await look(page, 'search-nothing');
  await widget.search.fill('upwrk');
  await widget.option('Upwork').first().locator('.wink-row-note').click();
  await widget.heading(/^Log in to Upwork/).waitFor();
});
