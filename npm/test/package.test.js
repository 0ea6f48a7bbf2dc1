// The installed package, tested as a host's build would use it: its files, its exports and its types. `cargo xtask test
// package` builds and installs it, and passes its folder in WINK_PKG. The journeys run it in a browser.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

const folder = process.env.WINK_PKG;
const read = (name) => readFileSync(join(folder, name), 'utf8');

test('ships the files that it names and nothing else', () => {
  assert.deepEqual(
    readdirSync(folder).sort(),
    [
      'README.md', 'documents.js', 'index.d.ts', 'index.js', 'messages', 'package.json', 'page-preview.js',
      'page-preview.wasm', 'wink.js', 'wink_bg.wasm',
    ],
  );
  const manifest = JSON.parse(read('package.json'));
  assert.equal(manifest.name, '@wink/link');
  assert.match(manifest.version, /^[1-9]\d*\.\d+\.\d+|^0\.[1-9]\d*\.\d+|^0\.0\.[1-9]/);
});

test('exports init and SmileLinkModal', async () => {
  const wink = await import(pathToFileURL(join(folder, 'index.js')));
  assert.equal(typeof wink.default, 'function');
  assert.equal(typeof wink.initSync, 'function');
  assert.equal(typeof wink.SmileLinkModal, 'function');
  for (const method of ['open', 'close']) {
    assert.equal(typeof wink.SmileLinkModal.prototype[method], 'function', method);
  }
});

test('has a catalogue for each language that the entry names', () => {
  const named = [...read('index.js').matchAll(/'\.\/messages\/([\w-]+\.txt)'/g)].map(([, name]) => name);
  assert.deepEqual(readdirSync(join(folder, 'messages')).sort(), named.sort());
  assert.equal(named.length, 4);
});

test('the module imports only from its own glue', async () => {
  const module = await WebAssembly.compile(readFileSync(join(folder, 'wink_bg.wasm')));
  const sources = new Set(WebAssembly.Module.imports(module).map((entry) => entry.module));
  assert.deepEqual([...sources], ['./wink_bg.js']);
});

test('documents.js can load the PDF preview', async () => {
  const loaded = [...read('documents.js').matchAll(/'\.\/(page-preview\.\w+)'/g)].map(([, name]) => name);
  assert.deepEqual(loaded.sort(), ['page-preview.js', 'page-preview.wasm']);
  const { initSync, Document } = await import(pathToFileURL(join(folder, 'page-preview.js')));
  initSync({ module: readFileSync(join(folder, 'page-preview.wasm')) });
  const document = Document.open(readFileSync(new URL('../../static/samples/payslip-george.pdf', import.meta.url)));
  assert.equal(document.pages, 1);
  const picture = document.draw(100);
  assert.equal(picture.width, 71);
  const pixels = picture.into_pixels();
  assert.equal(pixels.length, 71 * 100 * 4);
  assert.ok(new Set(pixels).size > 10, 'the picture is not blank');
});

test('the typings name every callback', () => {
  const types = read('index.d.ts');
  for (const name of [
    'onAccountCreated', 'onAccountConnected', 'onAccountRemoved', 'onAccountError', 'onTokenExpired',
    'onUploadsCreated', 'onUploadsRemoved', 'onClose', 'onUIEvent',
  ]) {
    assert.match(types, new RegExp(`\\b${name}\\?: `), name);
  }
});
