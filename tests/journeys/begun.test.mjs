// An upload interrupted by a reload: it resumes when the same file is picked again. Any other file starts a new upload.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESKTOP, PHONE, look, openPage } from './lib/browser.mjs';
import { inlinePage } from './lib/host.mjs';
import { called, calls, journeys, untilCalled, untilTrue } from './lib/journey.mjs';
import { jpeg, png } from './lib/pictures.mjs';
import { Widget } from './lib/widget.mjs';

const here = journeys({ service: { pace: 60 } });
const PIECE = 256 * 1024;
const file = (name, mimeType, buffer) => ({ name, mimeType, buffer });
const photo = () => file('unsupported.png', 'image/png', png(1300, 1000, { noise: true }));
const NOTICE = /^You began to send .*unsupported\.png.*\. Choose the same again, and it goes on where it stopped\.$/;

async function atKinds(opened) {
  await opened.widget.agree();
  await opened.widget.button('Upload a document instead').click();
  await opened.widget.heading('What would you like to upload?').waitFor();
}

async function atUpload(opened, kind = 'Payslip') {
  await atKinds(opened);
  await opened.widget.dialog.getByRole('button', { name: new RegExp(`^${kind}`) }).click();
  await opened.widget.heading(/^Upload your/).waitFor();
  return opened;
}

async function pick({ page, widget }, ...files) {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), widget.button('Browse files').first().click()]);
  await chooser.setFiles(files);
  await widget.dialog.getByText(/^(PNG|JPEG) · /).nth(files.length - 1).waitFor();
}

const upload = ({ widget }) => widget.button('Upload').click();

// Records the answers to announcements, and every piece that is sent. Pieces from `stopAt` on are held back until the
// page is closed.
async function watched(page, { stopAt = Infinity } = {}) {
  const seen = { archives: [], pieces: [], digests: [] };
  await page.route(/\/link\/v1\/archives/, async (route) => {
    const request = route.request();
    const url = new URL(request.url());
    if (request.method() === 'POST' && url.pathname.endsWith('/archives')) {
      seen.digests.push(request.postDataJSON().files.map(({ sha256 }) => sha256));
      const response = await route.fetch();
      const { archiveId, files } = await response.json();
      seen.archives.push({ status: response.status(), archiveId, received: files.map(({ receivedBytes }) => receivedBytes) });
      return route.fulfill({ response });
    }
    if (request.method() === 'PUT') {
      const offset = Number(url.searchParams.get('offset'));
      if (offset >= stopAt) return undefined;
      seen.pieces.push({ offset, bytes: request.postDataBuffer() });
    }
    return route.continue();
  });
  return seen;
}

// The same person on another page, as after a reload. The host creates a new token.
async function reloaded(userId, { device = DESKTOP, init = {} } = {}) {
  const { accessToken: userToken } = await here.service.call('POST', `/tokens?userId=${userId}`);
  const page = await openPage(here.browser, device);
  await page.goto(here.host.page(`/again-${Math.random()}`, inlinePage(here.service, { userToken, enableUpload: true }, init)));
  return { page, widget: new Widget(page), userId };
}

// Sends two pieces of a file and closes the page in the middle of the third.
async function cut(picked, kind) {
  const opened = await here.open({ enableUpload: true });
  const seen = await watched(opened.page, { stopAt: 2 * PIECE });
  await atUpload(opened, kind);
  await pick(opened, picked);
  await upload(opened);
  await opened.widget.dialog.getByText(/^0\.5 of 1\.\d MB/).first().waitFor();
  assert.deepEqual((await called(opened.page)).filter((name) => name === 'onUploadsCreated'), []);
  await opened.page.context().close();
  return { userId: opened.userId, seen };
}

for (const [place, device] of [
  ['phone-light', PHONE],
  ['phone-dark', { ...PHONE, colorScheme: 'dark' }],
  ['desktop-light', DESKTOP],
]) {
  test(`the same file resumes where it stopped, ${place}`, async () => {
    const { buffer } = photo();
    const { userId, seen: before } = await cut(photo());
    assert.deepEqual(before.pieces.map(({ offset }) => offset), [0, PIECE]);

    const opened = await reloaded(userId, { device });
    const { page, widget } = opened;
    const seen = await watched(page);
    await atKinds(opened);
    await widget.dialog.getByRole('button', { name: /^Payslip.*Not sent completely/s }).waitFor();
    await look(page, `begun-${place}-1-kinds`);
    await widget.dialog.getByRole('button', { name: /^Payslip/ }).click();
    await widget.dialog.getByText(NOTICE).waitFor();
    await look(page, `begun-${place}-2-upload`);
    await pick(opened, photo());
    assert.equal(await widget.dialog.getByText(NOTICE).count(), 0);
    await upload(opened);
    await widget.heading('Uploaded').waitFor();
    assert.deepEqual(seen.archives, [{ status: 200, archiveId: before.archives[0].archiveId, received: [2 * PIECE] }]);
    assert.equal(seen.pieces[0].offset, 2 * PIECE, 'nothing that was there is sent again');
    const sent = [...before.pieces, ...seen.pieces].map(({ bytes }) => bytes);
    assert.deepEqual(Buffer.concat(sent), buffer);

    const [{ argument: created }, ...others] = await calls(page, 'onUploadsCreated');
    assert.deepEqual([created.uploads.map(({ id }) => id), others], [[before.archives[0].archiveId], []]);
    const { items } = await here.service.call('GET', `/archives?userId=${userId}`);
    assert.deepEqual(items.map(({ id }) => id), [before.archives[0].archiveId]);
    assert.deepEqual(page.troubles, []);
    await page.context().close();

    // The upload is complete, so the same file starts a new document.
    const later = await reloaded(userId);
    const again = await watched(later.page);
    await later.widget.agree();
    await later.widget.button('1 document uploaded').click();
    await later.widget.dialog.getByRole('button', { name: /^Payslip/ }).click();
    await later.widget.button('Upload another one').click();
    await later.widget.heading('Upload your payslip').waitFor();
    assert.equal(await later.widget.dialog.getByText(NOTICE).count(), 0);
    await pick(later, photo());
    await upload(later);
    await later.widget.heading('Uploaded').waitFor();
    assert.deepEqual(again.archives.map(({ status, received }) => [status, received]), [[201, [0]]]);
    await later.page.context().close();
  });
}

test('another file starts a new upload, and the unfinished one can be deleted', async () => {
  const { userId, seen: before } = await cut(photo());
  const opened = await reloaded(userId);
  const { page, widget } = opened;
  const seen = await watched(page);
  await atUpload(opened);
  // A different file with the same name and size.
  const other = photo();
  other.buffer = png(1300, 1000, { noise: true, extra: [['pHYs', '\0\0\0\x01\0\0\0\x01\0']] });
  await pick(opened, other);
  await upload(opened);
  await widget.heading('Uploaded').waitFor();
  assert.deepEqual(seen.archives.map(({ status, received }) => [status, received]), [[201, [0]]]);
  assert.notEqual(seen.archives[0].archiveId, before.archives[0].archiveId);
  await page.context().close();

  const later = await reloaded(userId, { device: PHONE });
  const deleted = [];
  later.page.on('response', (answer) => {
    if (answer.request().method() === 'DELETE') deleted.push([answer.status(), new URL(answer.url()).pathname.split('/').at(-1)]);
  });
  await later.widget.agree();
  await later.widget.button('1 document uploaded').click();
  await later.widget.dialog.getByRole('button', { name: /^Payslip/ }).click();
  await later.widget.button('Upload another one').click();
  await later.widget.dialog.getByText(NOTICE).waitFor();
  await later.widget.button('Delete what was sent').click();
  await later.widget.dialog.getByText(NOTICE).waitFor({ state: 'detached' });
  await untilTrue(() => deleted.length > 0);
  assert.deepEqual(deleted, [[200, before.archives[0].archiveId]]);
  await untilTrue(() => later.page.evaluate(() => document.querySelector('wink-link').shadowRoot.activeElement?.closest('.wink-drop') != null));
  assert.deepEqual(await calls(later.page, 'onUploadsRemoved'), [], 'hosts never knew of it');
  await later.page.context().close();
});

test('a photo that is scaled down on the device is recognised too', async () => {
  const maker = await openPage(here.browser);
  const content = await jpeg(maker, 5000, 4000);
  await maker.context().close();
  const digests = [];
  for (const headers of [{}, {}, { 'content-security-policy': "worker-src 'none'" }]) {
    const opened = await atUpload(await here.open({ enableUpload: true }, { headers }));
    const seen = await watched(opened.page);
    await pick(opened, file('large.jpg', 'image/jpeg', content));
    await upload(opened);
    await untilCalled(opened.page, 'onUploadsCreated');
    digests.push(...seen.digests.flat());
    await opened.page.context().close();
  }
  assert.equal(digests.length, 3);
  assert.match(digests[0], /^[0-9a-f]{64}$/);
  assert.equal(digests[1], digests[0], 'the same in the same browser');
  assert.equal(digests[2], digests[0], 'with and without a worker');
});

test('a browser without digests starts a new upload and does not offer to resume', async () => {
  const withoutDigests = (page) => page.addInitScript(() => { SubtleCrypto.prototype.digest = undefined; });
  const opened = await here.open({ enableUpload: true }, { before: withoutDigests });
  const { page, widget, userId } = opened;
  const seen = await watched(page, { stopAt: PIECE });
  await atUpload(opened);
  await pick(opened, photo());
  await upload(opened);
  await widget.dialog.getByText(/^0\.3 of 1\.\d MB/).first().waitFor();
  assert.deepEqual(seen.digests, [[undefined]]);
  await page.context().close();
  const later = await reloaded(userId);
  const again = await watched(later.page);
  await atUpload(later);
  assert.equal(await later.widget.dialog.getByText(NOTICE).count(), 0);
  await pick(later, photo());
  await upload(later);
  await later.widget.heading('Uploaded').waitFor();
  assert.deepEqual(again.archives.map(({ status }) => status), [201]);
  await later.page.context().close();
});

test('two tabs that send the same file at once create one document', async () => {
  const one = await here.open({ enableUpload: true });
  const other = await reloaded(one.userId);
  const tabs = [one, other];
  const seen = await Promise.all(tabs.map(({ page }) => watched(page)));
  for (const tab of tabs) {
    await atUpload(tab);
    await pick(tab, photo());
  }
  await Promise.all(tabs.map(upload));
  for (const { widget } of tabs) await widget.heading('Uploaded').waitFor();
  const ids = new Set(seen.flatMap(({ archives }) => archives.map(({ archiveId }) => archiveId)));
  assert.equal(ids.size, 1);
  const { items } = await here.service.call('GET', `/archives?userId=${one.userId}`);
  assert.deepEqual(items.map(({ id }) => id), [...ids]);
  for (const { page } of tabs) {
    assert.equal((await calls(page, 'onUploadsCreated')).length, 1);
    await page.context().close();
  }
});

test('closing the dialog during an upload and reopening it on the same page', async () => {
  const { userToken, userId } = await here.service.createUser();
  const html = inlinePage(here.service, { userToken, enableUpload: true })
    .replace('new SmileLinkModal(', 'window.modal = new SmileLinkModal(').replace(')).open();', ')); window.modal.open();');
  const page = await openPage(here.browser);
  await page.goto(here.host.page('/closed-in-the-middle', html));
  const opened = { page, widget: new Widget(page), userId };
  const before = await watched(page, { stopAt: PIECE });
  await atUpload(opened);
  await pick(opened, photo());
  await upload(opened);
  await opened.widget.dialog.getByText(/^0\.3 of 1\.\d MB/).first().waitFor();
  await page.evaluate(() => window.modal.close());
  await untilCalled(page, 'onClose');
  await page.unroute(/\/link\/v1\/archives/);
  const seen = await watched(page);
  await page.evaluate(() => window.modal.open());
  await opened.widget.agree();
  await opened.widget.button('Upload a document instead').click();
  await opened.widget.dialog.getByRole('button', { name: /^Payslip/ }).click();
  await opened.widget.dialog.getByText(NOTICE).waitFor();
  await pick(opened, photo());
  await upload(opened);
  await opened.widget.heading('Uploaded').waitFor();
  assert.deepEqual(seen.archives, [{ status: 200, archiveId: before.archives[0].archiveId, received: [PIECE] }]);
  assert.equal(seen.pieces[0].offset, PIECE);
  assert.equal((await calls(page, 'onUploadsCreated')).length, 1);
  await page.context().close();
});
