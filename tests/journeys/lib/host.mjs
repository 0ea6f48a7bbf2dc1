// A host's web site, on another origin than the service, like most.

import { createServer } from 'node:http';

export class Host {
  #server;
  #pages = new Map();

  static async start() {
    const host = new Host();
    host.#server = createServer((request, response) => {
      const page = host.#pages.get(request.url.split('?')[0]);
      if (!page) {
        response.writeHead(404).end();
        return;
      }
      response.writeHead(200, { 'content-type': page.type, 'cache-control': 'no-store', ...page.headers });
      response.end(page.body);
    });
    await new Promise((resolve) => host.#server.listen(0, '127.0.0.1', resolve));
    return host;
  }

  // Another host name of this machine, so that cookies and storage are separate from the service's.
  get origin() {
    return `http://localhost:${this.#server.address().port}`;
  }

  page(path, body, headers = {}) {
    this.#pages.set(path, { body, headers, type: 'text/html; charset=utf-8' });
    return this.origin + path;
  }

  script(path, body) {
    this.#pages.set(path, { body, headers: {}, type: 'text/javascript; charset=utf-8' });
  }

  stop() {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(resolve));
  }
}

// The callbacks of the host's page: they record their arguments as a bridge would receive them.
export const RECORDER = `
  window.calls = [];
  window.recorded = function (config) {
    for (const name of ['onAccountCreated', 'onAccountConnected', 'onAccountRemoved', 'onAccountError',
      'onTokenExpired', 'onUploadsCreated', 'onUploadsRemoved', 'onClose', 'onUIEvent']) {
      config[name] = function (argument) {
        window.calls.push({ name, argument: argument === undefined ? null : JSON.parse(JSON.stringify(argument)) });
      };
    }
    return config;
  };
`;

// A page that opens the widget in the next inline script and keeps no reference.
export function inlinePage(service, config, { version = 'v2', head = '', body = '' } = {}) {
  const script = version === 'v1' ? '/v1/smile.v1.js' : '/v2/smile.v2.js';
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Host page</title>
<meta name="viewport" content="width=device-width, initial-scale=1">${head}</head>
<body><main><h1>A page of the host</h1><button id="before">A button of the host</button>
<p style="height: 3000px">A long page.</p></main>${body}
<script>${RECORDER}</script>
<script src="${service.origin}${script}"></script>
<script>new SmileLinkModal(recorded(${JSON.stringify(config)})).open();</script>
</body></html>`;
}

// The names of the callbacks, in order. For `onUIEvent`, the name of its event.
export function calledNames(calls) {
  return calls.map(({ name, argument }) => (name === 'onUIEvent' ? argument.eventName : name));
}
