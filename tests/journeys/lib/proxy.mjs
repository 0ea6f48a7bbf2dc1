// A proxy that alternates between processes with every request, whichever client sent it. It skips a process that does
// not accept connections. A request that has reached a process is never sent to another.

import { createServer, request as ask } from 'node:http';
import { connect } from 'node:net';

// These headers describe one connection, and the proxy has two.
const OF_A_CONNECTION = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade']);

export class Proxy {
  // The processes' ports.
  ports = [];
  #server;
  #turn = 0;
  #watchers = new Set();

  static async start() {
    const proxy = new Proxy();
    proxy.#server = createServer((request, response) => proxy.#pass(request, response));
    await new Promise((resolve) => { proxy.#server.listen(0, '127.0.0.1', resolve); });
    return proxy;
  }

  get origin() {
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  // Resolves with the process that gets the next request with this method and a matching address.
  next(method, address) {
    return new Promise((resolve) => { this.#watchers.add({ method, address, resolve }); });
  }

  async #pass(request, response) {
    const turn = this.#turn;
    this.#turn += 1;
    for (let tried = 0; tried < this.ports.length; tried += 1) {
      const process = (turn + tried) % this.ports.length;
      const socket = await connected(this.ports[process]);
      if (socket) {
        this.#hand(request, response, socket, process);
        return;
      }
    }
    response.writeHead(503).end();
  }

  #hand(request, response, socket, process) {
    const headers = without(request.headers);
    headers.connection = 'close';
    const { remoteAddress } = request.socket;
    headers['x-forwarded-for'] = [request.headers['x-forwarded-for'], remoteAddress].filter(Boolean).join(', ');
    const handed = ask({ createConnection: () => socket, method: request.method, path: request.url, headers });
    handed.on('response', (answer) => {
      response.writeHead(answer.statusCode, without(answer.headers));
      answer.on('error', () => response.destroy());
      answer.pipe(response);
    });
    handed.on('error', () => {
      if (response.headersSent) response.destroy();
      else response.writeHead(502).end();
    });
    // The client has hung up.
    response.on('close', () => handed.destroy());
    handed.on('finish', () => this.#notify(request, process));
    request.pipe(handed);
  }

  #notify({ method, url }, process) {
    for (const watcher of this.#watchers) {
      if (watcher.method === method && watcher.address.test(url)) {
        this.#watchers.delete(watcher);
        watcher.resolve(process);
      }
    }
  }

  stop() {
    this.#server.closeAllConnections();
    return new Promise((resolve) => { this.#server.close(resolve); });
  }
}

function connected(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => { socket.off('error', refused); resolve(socket); });
    const refused = () => resolve(null);
    socket.once('error', refused);
  });
}

function without(headers) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_A_CONNECTION.has(name)));
}
