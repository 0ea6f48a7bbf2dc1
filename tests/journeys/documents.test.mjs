// Linking with documents: choosing, checking, sending, reading and deleting them, with interruptions.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { DESKTOP, PHONE, look, openPage } from './lib/browser.mjs';
import { inlinePage } from './lib/host.mjs';
import { called, calls, journeys, settled, untilCalled } from './lib/journey.mjs';
import { HEIC, PROGRAM, asFromCamera, jpeg, pdf, png, tiff } from './lib/pictures.mjs';
import { Widget } from './lib/widget.mjs';

const here = journeys({ service: { pace: 60 } });
const MB = 1024 * 1024;

async function atKinds(config = {}, options) {
  const opened = await here.open({ enableUpload: true, ...config }, options);
  await opened.widget.agree();
  await opened.widget.button('Upload a document instead').click();
  await opened.widget.heading('What would you like to upload?').waitFor();
  return opened;
}

async function at(kind, options) {
  const opened = await atKinds({}, options);
  await opened.widget.dialog.getByRole('button', { name: new RegExp(`^${kind}`) }).click();
  await opened.widget.heading(/^Upload your/).waitFor();
  return opened;
}

async function choose(page, button, files) {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button.click()]);
  await chooser.setFiles(files);
}

const browse = ({ page, widget }, ...files) => choose(page, widget.button('Browse files').first(), files);
const file = (name, mimeType, buffer) => ({ name, mimeType, buffer });
const upload = ({ widget }) => widget.button('Upload').click();

// Records the offset and the bytes of every piece that arrives at the service.
async function pieces(page) {
  const seen = [];
  await page.route(/\/files\/f-/, async (route) => {
    const request = route.request();
    if (request.method() === 'PUT') {
      const url = new URL(request.url());
      seen.push({
        file: url.pathname.split('/').at(-1),
        offset: Number(url.searchParams.get('offset')),
        bytes: request.postDataBuffer(),
      });
    }
    await route.continue();
  });
  return seen;
}

const joined = (seen) => Buffer.concat(seen.map(({ bytes }) => bytes));

// The service's sample, as a person would save it.
async function sample(kind) {
  const answer = await fetch(`${here.service.origin}/samples/payslip-george.${kind}`);
  assert.equal(answer.status, 200, 'the sample is served');
  return Buffer.from(await answer.arrayBuffer());
}

// A file that other tests use too.
const shared = (name) => readFile(new URL(`../files/${name}`, import.meta.url));

// Counts the white and the dark pixels of a file's preview.
async function shades(page) {
  return page.evaluate(() => {
    const canvas = document.querySelector('wink-link').shadowRoot.querySelector('canvas');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const found = { width: canvas.width, height: canvas.height, white: 0, dark: 0 };
    for (let at = 0; at < data.length; at += 4) {
      const light = Math.max(data[at], data[at + 1], data[at + 2]);
      if (light === 255 && data[at + 3] === 255) found.white += 4 / data.length;
      if (light < 160 && data[at + 3] === 255) found.dark += 4 / data.length;
    }
    return found;
  });
}

// Waits until no worker is left.
async function untilIdle(page) {
  while (page.workers().length > 0) await page.waitForTimeout(20);
}

async function seesFirstPage({ page, widget }) {
  await widget.dialog.locator('canvas').waitFor();
  const { width, height, white, dark } = await shades(page);
  assert.deepEqual([width, height], [153, 216]);
  assert.ok(white > 0.3 && dark > 0.005, `a page with text: ${white} is white, ${dark} is dark`);
}

for (const [place, device] of [
  ['phone-light', PHONE],
  ['phone-dark', { ...PHONE, colorScheme: 'dark' }],
  ['desktop-light', DESKTOP],
  ['desktop-dark', { ...DESKTOP, colorScheme: 'dark' }],
]) {
  test(`the sample payslip is read and deleted, ${place}`, async () => {
    const seen = (name) => look(page, `documents-${place}-${name}`);
    const opened = await here.open({ enableUpload: true }, { device });
    const { page, widget, userId } = opened;
    await widget.agree();
    await seen('1-list');
    await widget.button('Upload a document instead').click();
    await widget.heading('What would you like to upload?').waitFor();
    await seen('2-kinds');
    await widget.dialog.getByRole('button', { name: /^Payslip/ }).click();
    await widget.heading('Upload your payslip').waitFor();
    await seen('3-upload');
    await browse(opened, file('payslip-george.pdf', 'application/pdf', await sample('pdf')));
    await widget.dialog.getByText('PDF · 1 page').waitFor();
    await seesFirstPage(opened);
    await seen('4-chosen');
    await upload(opened);
    await widget.heading('Uploaded and read').waitFor();
    await seen('5-read');
    const [{ argument: created }] = await calls(page, 'onUploadsCreated');
    assert.equal(created.userId, userId);
    assert.deepEqual(created.uploads.map(({ fileType }) => fileType), ['PAYSLIP']);
    const archive = await here.service.call('GET', `/archives/${created.uploads[0].id}`);
    assert.equal(archive.state.status, 'ANALYZED');
    await widget.button('Upload another document').click();
    await seen('6-kinds-again');
    await widget.dialog.getByRole('button', { name: /^Payslip/ }).click();
    await widget.heading('Payslip').waitFor();
    await seen('7-document');
    await widget.button('Delete').click();
    await seen('8-delete');
    await widget.button('Delete for good').click();
    await widget.heading('What would you like to upload?').waitFor();
    await widget.dialog.getByText('A recent one that shows').waitFor();
    assert.deepEqual((await calls(page, 'onUploadsRemoved'))[0].argument, created);
    assert.deepEqual((await called(page)).slice(1), [
      'ProviderListPageOpened', 'FileTypeListPageOpened', 'FileTypePageOpened', 'onUploadsCreated',
      'ArchiveSuccessPageOpened', 'FileTypeListPageOpened', 'RevokeArchivePageOpened', 'onUploadsRemoved',
      'FileTypeListPageOpened',
    ]);
    const shown = (await calls(page, 'onUIEvent')).map(({ argument }) => [argument.eventName, argument.archive, argument.account]);
    assert.deepEqual(shown.slice(2, 5), [
      ['FileTypeListPageOpened', null, null],
      ['FileTypePageOpened', { fileType: 'PAYSLIP' }, null],
      ['ArchiveSuccessPageOpened', { fileType: 'PAYSLIP' }, null],
    ]);
    assert.deepEqual(page.troubles, []);
    await page.context().close();
  });
}

test('the sample as a picture, which is still there when the person returns', async () => {
  const opened = await at('Payslip');
  const { page, widget, userId } = opened;
  await browse(opened, file('payslip.png', 'image/png', await sample('png')));
  await widget.dialog.getByText(/^PNG · /).waitFor();
  await widget.dialog.locator('canvas').waitFor();
  await look(page, 'documents-picture');
  await upload(opened);
  await widget.heading('Uploaded and read').waitFor();
  await widget.done();
  assert.deepEqual((await calls(page, 'onClose'))[0].argument, { reason: 'exit' });
  const [{ argument: created }] = await calls(page, 'onUploadsCreated');

  const { accessToken: userToken } = await here.service.call('POST', `/tokens?userId=${userId}`);
  const again = await openPage(here.browser);
  await again.goto(here.host.page('/documents-again', inlinePage(here.service, { userToken, enableUpload: true })));
  const back = new Widget(again);
  await back.agree();
  await back.button('1 document uploaded').click();
  await back.dialog.getByRole('button', { name: /^Payslip.*Uploaded and read/s }).click();
  await back.heading('Payslip').waitFor();
  await back.dialog.getByText('payslip.png').waitFor();
  await look(again, 'documents-came-back');
  await back.button('Delete').click();
  await back.button('Delete for good').click();
  await back.dialog.getByText('A recent one that shows').waitFor();
  assert.deepEqual((await calls(again, 'onUploadsRemoved'))[0].argument, created);
});

// Code, heading, the beginning of the message, and the buttons.
const OTHER_FILE = ['Upload another file', 'Done'];
for (const [code, heading, words, buttons] of [
  ['UNSUPPORTED_FORMAT', 'This file cannot be used', 'This kind of file cannot be used.', OTHER_FILE],
  ['FILE_TOO_LARGE', 'The file is too large', 'This file is over 15 MB.', OTHER_FILE],
  ['EMPTY_FILE', 'The file is empty', 'There is nothing in this file.', OTHER_FILE],
  ['ENCRYPTED_FILE', 'The file is locked', 'This PDF asks for a password.', OTHER_FILE],
  ['UNREADABLE_FILE', 'This document could not be read', 'This file is damaged.', OTHER_FILE],
  ['UNSAFE_FILE', 'This file cannot be accepted', 'There is something in this file that could do harm.', OTHER_FILE],
  ['WRONG_DOCUMENT', 'This seems to be another document', 'This does not look like the document you chose.', OTHER_FILE],
  ['SYSTEM_ERROR', 'Something went wrong on our side', 'There is nothing you need to change.', ['Try again', 'Done']],
]) {
  test(`a document that ends in ${code}`, async () => {
    const opened = await at('Payslip', { device: PHONE });
    const { page, widget } = opened;
    const ends = async () => {
      await widget.heading(heading).waitFor();
      await widget.dialog.getByText(words).waitFor();
      await widget.dialog.getByText(/^Reference [0-9A-Za-z-]+$/).waitFor();
      assert.deepEqual(await widget.dialog.locator('.wink-foot').getByRole('button').allInnerTexts(), buttons);
    };
    await browse(opened, file(`error_${code}.pdf`, 'application/pdf', pdf()));
    await widget.dialog.getByText(/^PDF · /).waitFor();
    await upload(opened);
    await ends();
    await look(page, `document-error-${code.toLowerCase()}`);
    const [first] = await calls(page, 'onUploadsCreated');
    const archive = await here.service.call('GET', `/archives/${first.argument.uploads[0].id}`);
    assert.equal(archive.state.status, 'ERROR');
    await widget.button(buttons[0]).click();
    if (code === 'SYSTEM_ERROR') {
      // The file is sent again, without another file chooser.
      await page.waitForFunction(() => window.calls.filter(({ name }) => name === 'onUploadsCreated').length === 2);
      await ends();
      const ids = (await calls(page, 'onUploadsCreated')).map(({ argument }) => argument.uploads[0].id);
      assert.notEqual(ids[0], ids[1]);
    } else {
      await widget.heading('Upload your payslip').waitFor();
      assert.equal(await widget.dialog.locator('.wink-file').count(), 0);
      await browse(opened, file('unsupported.pdf', 'application/pdf', pdf()));
      await widget.dialog.getByText(/^PDF · /).waitFor();
      await upload(opened);
      await widget.heading('Uploaded').waitFor();
    }
    await widget.done();
    assert.deepEqual((await calls(page, 'onClose')).map(({ argument }) => argument.reason), ['exit']);
    assert.deepEqual(page.troubles, []);
    await page.context().close();
  });
}

test('an unreadable document says so when the person returns', async () => {
  const opened = await at('Payslip');
  const { page, widget } = opened;
  await browse(opened, file('error_SYSTEM_ERROR.pdf', 'application/pdf', pdf()));
  await widget.dialog.getByText(/^PDF · /).waitFor();
  await upload(opened);
  await widget.heading('Something went wrong on our side').waitFor();
  await widget.done();
  const { accessToken: userToken } = await here.service.call('POST', `/tokens?userId=${opened.userId}`);
  await page.goto(here.host.page('/documents-unread', inlinePage(here.service, { userToken, enableUpload: true })));
  await widget.agree();
  await widget.button('1 document uploaded').click();
  await widget.dialog.getByRole('button', { name: /^Payslip.*Could not be read/s }).click();
  await widget.heading('Payslip').waitFor();
  await widget.dialog.getByText('Something went wrong on our side').waitFor();
  await look(page, 'document-unread-later');
});

test('an unreadable file, and then another one', async () => {
  const opened = await at('Payslip');
  const { page, widget } = opened;
  await browse(opened, file('holiday.png', 'image/png', png(300, 200)));
  await widget.dialog.getByText(/^PNG · /).waitFor();
  await upload(opened);
  await widget.heading('This document could not be read').waitFor();
  await look(page, 'documents-unread');
  await widget.button('Upload another file').click();
  await widget.heading('Upload your payslip').waitFor();
});

for (const [what, picked, words] of [
  ['a PDF with a password', file('locked.pdf', 'application/pdf', await shared('payslip-locked.pdf')), 'This PDF asks for a password.'],
  ['a PDF that is encrypted in no known way', file('locked.pdf', 'application/pdf', pdf({ isEncrypted: true })), 'This PDF asks for a password.'],
  ['a PDF without pages', file('none.pdf', 'application/pdf', pdf({ pages: 0 })), 'There is nothing in this file.'],
  ['an empty file', file('empty.pdf', 'application/pdf', Buffer.alloc(0)), 'There is nothing in this file.'],
  ['a HEIC photo', file('IMG_1.heic', 'image/heic', HEIC), 'This browser cannot open HEIC photos.'],
  ['16 MB', file('large.pdf', 'application/pdf', Buffer.concat([pdf(), Buffer.alloc(16 * MB)])), 'This file is over 15 MB.'],
  ['half a picture', file('half.png', 'image/png', png(200, 200).subarray(0, 150)), 'This file is damaged.'],
  ['a broken picture', file('broken.jpg', 'image/jpeg', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(900, 7)])), 'This file is damaged.'],
  ['a renamed program', file('payslip.png', 'image/png', PROGRAM), 'This kind of file cannot be used.'],
]) {
  test(`${what} is refused before anything is sent`, async () => {
    const opened = await at('Payslip');
    const { page, widget } = opened;
    const sent = [];
    page.on('request', (request) => { if (request.url().includes('/archives')) sent.push(request.url()); });
    await browse(opened, picked);
    await widget.alert.filter({ hasText: words }).waitFor();
    if (what === 'a PDF with a password') await look(page, 'documents-refused');
    await upload(opened);
    await widget.alert.filter({ hasText: 'A file cannot be used.' }).waitFor();
    // Another file can be sent instead.
    await choose(page, widget.dialog.getByRole('button', { name: /^Replace/ }), [file('unsupported.png', 'image/png', png(50, 50))]);
    await widget.dialog.getByText(/^PNG · /).waitFor();
    assert.deepEqual(sent, []);
    await upload(opened);
    await widget.heading('Uploaded').waitFor();
    assert.deepEqual(page.troubles, []);
    await page.context().close();
  });
}

test('an encrypted PDF that opens without a password is accepted', async () => {
  const opened = await at('Payslip');
  const { page, widget } = opened;
  await browse(opened, file('payslip.pdf', 'application/pdf', await shared('payslip-opens.pdf')));
  await widget.dialog.getByText('PDF · 1 page').waitFor();
  await seesFirstPage(opened);
  await upload(opened);
  await widget.heading('Uploaded and read').waitFor();
  const [{ argument }] = await calls(page, 'onUploadsCreated');
  const archive = await here.service.call('GET', `/archives/${argument.uploads[0].id}`);
  assert.equal(archive.state.status, 'ANALYZED');
  assert.deepEqual(page.troubles, []);
});

for (const [what, config, workers] of [
  ['in a worker that ends with it', {}, 1],
  ['where the page allows no worker', { headers: { 'content-security-policy': "worker-src 'none'" } }, 0],
]) {
  test(`the first page is drawn ${what}, and freed with its file`, async () => {
    const started = [];
    const opened = await at('Tax document', {
      ...config,
      before: async (page) => {
        page.on('worker', (worker) => started.push(worker));
        await page.addInitScript(() => {
          window.freed = 0;
          const close = ImageBitmap.prototype.close;
          ImageBitmap.prototype.close = function () { window.freed += 1; close.call(this); };
        });
      },
    });
    const { page, widget } = opened;
    await browse(opened, file('payslip.pdf', 'application/pdf', await sample('pdf')));
    await seesFirstPage(opened);
    const again = file('again.pdf', 'application/pdf', await shared('payslip-opens.pdf'));
    await choose(page, widget.button('Add another file'), [again]);
    await widget.dialog.locator('canvas').nth(1).waitFor();
    assert.equal(started.length, workers * 2);
    await untilIdle(page);
    assert.equal(await page.evaluate(() => window.freed), 0);
    await widget.dialog.getByRole('button', { name: 'Remove payslip.pdf' }).click();
    await page.waitForFunction(() => window.freed === 1);
    await widget.button('Back').click();
    await page.waitForFunction(() => window.freed === 2);
  });
}

for (const [what, fate] of [
  ['cannot be fetched', (route) => route.abort('failed')],
  ['does not arrive', () => {}],
  ['is something else', (route) => route.fulfill({ status: 200, contentType: 'application/wasm', body: 'no module' })],
]) {
  test(`a PDF is sent without a preview if the module that draws it ${what}`, async () => {
    const opened = await at('Payslip');
    const { page, widget } = opened;
    await page.route(/page-preview-\w+\.wasm$/, fate);
    await browse(opened, file('payslip.pdf', 'application/pdf', await sample('pdf')));
    await widget.dialog.getByText('PDF · 1 page').waitFor();
    await widget.dialog.locator('.wink-tile').waitFor();
    await upload(opened);
    await widget.heading('Uploaded and read').waitFor();
    await page.context().close();
  });
}

test('a damaged PDF has no preview, and the service says that it cannot be read', async () => {
  const opened = await at('Payslip');
  const { page, widget } = opened;
  const drawing = page.waitForEvent('worker');
  await browse(opened, file('damaged.pdf', 'application/pdf', Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type\ntrailer\nstartxref\n9\n%%EOF\n')));
  await widget.dialog.getByText(/^PDF · /).waitFor();
  await drawing;
  await untilIdle(page);
  await widget.dialog.locator('.wink-tile').waitFor();
  assert.equal(await widget.dialog.locator('canvas').count(), 0);
  await look(page, 'documents-damaged');
  await upload(opened);
  await widget.heading('This document could not be read').waitFor();
  await widget.dialog.getByText('This file is damaged.').waitFor();
});

test('a photo is sent with its orientation but without its place', async () => {
  const opened = await at('Payslip');
  const { page, widget } = opened;
  const seen = await pieces(page);
  const photo = asFromCamera(await jpeg(page, 400, 300), 6);
  assert.ok(photo.includes('GPS'));
  await browse(opened, file('IMG_2.jpg', 'image/jpeg', photo));
  await widget.dialog.getByText(/^JPEG · /).waitFor();
  await upload(opened);
  await untilCalled(page, 'onUploadsCreated');
  const arrived = joined(seen);
  for (const trace of ['GPS', 'Camera 1', 'trailer']) assert.ok(!arrived.includes(trace), trace);
  // A viewer still rotates it.
  const size = await page.evaluate(async (bytes) => {
    const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }));
    return [bitmap.width, bitmap.height];
  }, [...arrived]);
  assert.deepEqual(size, [300, 400]);
});

test('a scan is sent unchanged, but without its metadata', async () => {
  const opened = await at('Payslip');
  const { page, widget } = opened;
  const seen = await pieces(page);
  const scan = tiff();
  await browse(opened, file('scan.tif', 'image/tiff', scan));
  await widget.dialog.getByText(/^TIFF · /).waitFor();
  await upload(opened);
  await untilCalled(page, 'onUploadsCreated');
  const arrived = joined(seen);
  for (const trace of ['GPS', 'XMP', 'Camera', 'north']) {
    assert.ok(scan.includes(trace) && !arrived.includes(trace), trace);
  }
  assert.equal(arrived.length, scan.length);
  assert.deepEqual(arrived.subarray(0, 8), scan.subarray(0, 8));
  assert.deepEqual(arrived.subarray(300, 304), scan.subarray(300, 304));
});

test("a picture is sent without its metadata", async () => {
  const opened = await at('Payslip');
  const { page, widget } = opened;
  const seen = await pieces(page);
  const notes = [['tEXt', 'Comment\0at home'], ['eXIf', 'MM\0*GPS'], ['pHYs', '\0\0\0\x01\0\0\0\x01\0']];
  await browse(opened, file('scan.png', 'image/png', Buffer.concat([png(60, 60, { extra: notes }), Buffer.from('at home')])));
  await widget.dialog.getByText(/^PNG · /).waitFor();
  await upload(opened);
  await untilCalled(page, 'onUploadsCreated');
  assert.deepEqual(joined(seen), png(60, 60, { extra: notes.slice(2) }));
});

for (const [what, config] of [['in a worker', {}], ['where the page allows no worker', { headers: { 'content-security-policy': "worker-src 'none'" } }]]) {
  test(`a large picture is scaled down ${what}`, async () => {
    const opened = await at('Tax document', config);
    const { page, widget } = opened;
    const seen = await pieces(page);
    const photo = asFromCamera(await jpeg(page, 4000, 1000), 6);
    await browse(opened, file('large.jpg', 'image/jpeg', photo));
    await widget.dialog.getByText(/^JPEG · /).waitFor();
    assert.equal(page.workers().length, config.headers ? 0 : 1);
    await upload(opened);
    await untilCalled(page, 'onUploadsCreated');
    const arrived = joined(seen);
    assert.ok(!arrived.includes('GPS') && !arrived.includes('Exif'));
    const size = await page.evaluate(async (bytes) => {
      const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }));
      return [bitmap.width, bitmap.height];
    }, [...arrived]);
    assert.deepEqual(size, [600, 2400]);
  });
}

test('after a lost connection, an upload resumes where it stopped', async () => {
  const opened = await at('Payslip', { device: PHONE });
  const { page, widget } = opened;
  const seen = [];
  let cut = false;
  // Holds the interrupted piece until the test has seen its progress.
  let letGo;
  const lookedAt = new Promise((resolve) => { letGo = resolve; });
  await page.route(/\/files\/f-/, async (route) => {
    if (route.request().method() !== 'PUT') return route.continue();
    const offset = Number(new URL(route.request().url()).searchParams.get('offset'));
    seen.push(offset);
    if (offset >= 512 * 1024 && !cut) {
      cut = true;
      await lookedAt;
      await page.context().setOffline(true);
      return route.abort('internetdisconnected');
    }
    return route.continue();
  });
  await browse(opened, file('unsupported.png', 'image/png', png(1300, 1000, { noise: true })));
  await widget.dialog.getByText(/^PNG · /).waitFor();
  await upload(opened);
  await widget.dialog.getByText(/^0\.[1-9] of 1\.\d MB, /).waitFor();
  await look(page, 'documents-sending');
  letGo();
  await widget.dialog.getByText(/Connection lost/).first().waitFor();
  await look(page, 'documents-lost');
  await page.context().setOffline(false);
  await widget.heading('Uploaded').waitFor();
  const again = seen.filter((offset, index) => seen.indexOf(offset) !== index);
  assert.deepEqual(again, [512 * 1024], `only the piece that was cut off is sent again: ${seen}`);
  assert.equal((await called(page)).filter((name) => name === 'onUploadsCreated').length, 1);
});

test('a piece whose answer is lost is not sent again', async () => {
  const opened = await at('Payslip');
  const { page, widget } = opened;
  const seen = [];
  await page.route(/\/files\/f-/, async (route) => {
    if (route.request().method() !== 'PUT') return route.continue();
    seen.push(Number(new URL(route.request().url()).searchParams.get('offset')));
    if (seen.length !== 2) return route.continue();
    await route.fetch();
    return route.abort('connectionreset');
  });
  await browse(opened, file('unsupported.png', 'image/png', png(1000, 800, { noise: true })));
  await widget.dialog.getByText(/^PNG · /).waitFor();
  await upload(opened);
  await widget.heading('Uploaded').waitFor();
  assert.deepEqual(seen, [...new Set(seen)]);
});

// If a chooser is closed without a file, the browser fires `cancel` at the input, and the event bubbles.
async function leaveChooser(page, button) {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button.click()]);
  await chooser.element().evaluate((input) => input.dispatchEvent(new Event('cancel', { bubbles: true })));
  await settled(page);
}

for (const [name, device] of [['a telephone', PHONE], ['a desk', DESKTOP]]) {
  test(`closing the file chooser without a file changes nothing, on ${name}`, async () => {
    const opened = await at('Payslip', { device });
    const { page, widget } = opened;
    const isOpen = async () => {
      await widget.heading('Upload your payslip').waitFor();
      assert.deepEqual(await calls(page, 'onClose'), []);
    };
    if (device === PHONE) {
      await leaveChooser(page, widget.button('Take a photo'));
      await isOpen();
    }
    await leaveChooser(page, widget.button('Browse files'));
    await isOpen();
    await browse(opened, file('payslip.png', 'image/png', png(50, 50)));
    await leaveChooser(page, widget.dialog.getByRole('button', { name: /^Replace/ }));
    await isOpen();
    await widget.dialog.getByText('payslip.png').waitFor();
    await page.keyboard.press('Escape');
    await widget.dialog.waitFor({ state: 'detached' });
    assert.deepEqual((await calls(page, 'onClose')).map(({ argument }) => argument.reason), ['close']);
  });
}

test('a cancelled upload is deleted at the service, and the file stays selected', async () => {
  const opened = await at('Payslip');
  const { page, widget, userId } = opened;
  const deleted = [];
  page.on('request', (request) => { if (request.method() === 'DELETE') deleted.push(request.url()); });
  // Holds the second piece back until the upload is cancelled.
  let letGo;
  const cancelled = new Promise((resolve) => { letGo = resolve; });
  await page.route(/\/files\/f-/, async (route) => {
    if (!route.request().url().includes('offset=0')) await cancelled;
    await route.continue().catch(() => {});
  });
  await browse(opened, file('unsupported.png', 'image/png', png(1300, 1000, { noise: true })));
  await widget.dialog.getByText(/^PNG · /).waitFor();
  await upload(opened);
  await widget.dialog.getByText(/ of 1\.\d MB/).first().waitFor();
  const deletion = page.waitForResponse((response) => response.request().method() === 'DELETE');
  await widget.button('Cancel upload').click();
  await widget.button('Upload').waitFor();
  letGo();
  assert.equal((await deletion).status(), 200);
  await widget.dialog.getByText('unsupported.png').waitFor();
  assert.equal(deleted.length, 1);
  assert.deepEqual((await here.service.call('GET', `/archives?userId=${userId}`)).items, []);
  await page.unroute(/\/files\/f-/);
  await upload(opened);
  await widget.heading('Uploaded').waitFor();
});

test('both sides of a card', async () => {
  const opened = await at('Company ID', { device: PHONE });
  const { page, widget } = opened;
  await look(page, 'documents-card');
  await choose(page, widget.dialog.getByRole('button', { name: 'Take a photo, Front' }), [file('unsupported.png', 'image/png', png(200, 120))]);
  await widget.dialog.getByText(/^PNG · /).waitFor();
  await upload(opened);
  await widget.alert.filter({ hasText: 'The back is missing.' }).waitFor();
  await choose(page, widget.dialog.getByRole('button', { name: 'Browse files, Back' }), [file('back.png', 'image/png', png(120, 200))]);
  await widget.dialog.getByText(/^PNG · /).nth(1).waitFor();
  await look(page, 'documents-card-both');
  await upload(opened);
  await widget.heading('Uploaded').waitFor();
  const [{ argument }] = await calls(page, 'onUploadsCreated');
  const archive = await here.service.call('GET', `/archives/${argument.uploads[0].id}`);
  assert.equal(archive.type, 'COMPANY_ID');
  assert.equal(archive.rawFiles.length, 2);
});

test('several pages of a tax document, dropped, and one removed again', async () => {
  const opened = await at('Tax document');
  const { page, widget } = opened;
  const place = widget.dialog.locator('.wink-drop');
  const data = await page.evaluateHandle((contents) => {
    const transfer = new DataTransfer();
    contents.forEach((content, index) => {
      const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([bytes], `page ${index + 1}.png`, { type: 'image/png' }));
    });
    return transfer;
  }, [png(40, 40), png(50, 50), png(60, 60)].map((bytes) => bytes.toString('base64')));
  await place.dispatchEvent('dragover', { dataTransfer: data });
  await place.dispatchEvent('drop', { dataTransfer: data });
  await widget.dialog.getByText(/^PNG · /).nth(2).waitFor();
  await look(page, 'documents-several');
  await widget.dialog.getByRole('button', { name: 'Remove page 2.png' }).click();
  await widget.dialog.getByText('page 2.png').waitFor({ state: 'detached' });
  await upload(opened);
  await untilCalled(page, 'onUploadsCreated');
  const [{ argument }] = await calls(page, 'onUploadsCreated');
  const archive = await here.service.call('GET', `/archives/${argument.uploads[0].id}`);
  assert.equal(archive.rawFiles.length, 2);
});

test('with the keyboard alone', async () => {
  const opened = await here.open({ enableUpload: true });
  const { page, widget } = opened;
  const press = async (name) => {
    for (let count = 0; count < 40; count += 1) {
      const focused = await page.evaluate(() => document.querySelector('wink-link').shadowRoot.activeElement?.textContent ?? '');
      if (focused.startsWith(name)) return page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
    }
    throw new Error(`${name} was not reached`);
  };
  await widget.heading('Share your records with').waitFor();
  await press('I agree');
  await widget.heading('Choose an account to link').waitFor();
  await press('Upload a document instead');
  await widget.heading('What would you like to upload?').waitFor();
  await press('Payslip');
  await widget.heading('Upload your payslip').waitFor();
  const chooser = page.waitForEvent('filechooser');
  await press('Browse files');
  await (await chooser).setFiles([file('unsupported.png', 'image/png', png(50, 50))]);
  await widget.dialog.getByText(/^PNG · /).waitFor();
  await press('Upload');
  await widget.heading('Uploaded').waitFor();
  await press('Done');
  await widget.dialog.waitFor({ state: 'detached' });
});

test('under a strict policy, with Trusted Types', async () => {
  const origin = here.service.origin;
  const policy = `default-src 'none'; script-src ${origin} 'unsafe-inline' 'wasm-unsafe-eval'; style-src 'self'; ` +
    `img-src ${origin}; connect-src ${origin}; require-trusted-types-for 'script'; trusted-types 'none'`;
  const opened = await at('Tax document', { headers: { 'content-security-policy': policy } });
  const { page, widget } = opened;
  await browse(
    opened,
    file('unsupported.pdf', 'application/pdf', pdf({ pages: 3 })),
    file('large.png', 'image/png', png(3000, 300)),
  );
  await widget.dialog.getByText('PDF · 3 pages').waitFor();
  await widget.dialog.getByText(/^PNG · /).waitFor();
  await widget.dialog.locator('canvas').nth(1).waitFor();
  await look(page, 'documents-strict-policy');
  await upload(opened);
  await widget.heading('Uploaded').waitFor();
});

test('without enableUpload there is no way to documents', async () => {
  const { widget } = await here.open();
  await widget.agree();
  await widget.option('Upwork').first().waitFor();
  assert.equal(await widget.dialog.getByText('Upload a document').count(), 0);
});
