// Serves the gallery from `dist/`, without the service, with the policy that hosts should use.

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { openPage } from './browser.mjs';
import { Widget } from './widget.mjs';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};
const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; "
  + "base-uri 'none'; object-src 'none'; require-trusted-types-for 'script'";

export class Gallery {
  #server;

  static async start() {
    const gallery = new Gallery();
    gallery.#server = createServer(async (request, response) => {
      const { pathname } = new URL(request.url, 'http://localhost');
      const path = normalize(pathname.endsWith('/') ? `${pathname}index.html` : pathname);
      try {
        const body = await readFile(join(process.env.WINK_DIST, path));
        response.writeHead(200, { 'content-type': TYPES[extname(path)], 'content-security-policy': POLICY });
        response.end(body);
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise((resolve) => gallery.#server.listen(0, '127.0.0.1', resolve));
    return gallery;
  }

  get origin() {
    return `http://localhost:${this.#server.address().port}`;
  }

  // Opens a page that shows one exhibit at a time.
  async open(browser, device) {
    const page = await openPage(browser, device);
    await page.goto(`${this.origin}/gallery/exhibit.html`);
    await page.locator('html[data-ready]').waitFor();
    const show = (name, scheme = 'system', language = 'en') => page.evaluate(
      (options) => window.gallery.show(...options), [name, scheme, language],
    );
    return { page, widget: new Widget(page), names: await page.evaluate(() => window.gallery.names), show };
  }

  stop() {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(resolve));
  }
}
