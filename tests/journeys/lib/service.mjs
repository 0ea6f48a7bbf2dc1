// The real service, on a port and a database of its own.

import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const READY_MILLIS = 30_000;

export class Service {
  #options;
  #folder;
  #port;
  #process;

  static async start(options = {}) {
    const service = new Service();
    service.#options = options;
    service.#folder = await mkdtemp(join(tmpdir(), 'wink-journey-'));
    service.#port = await freePort();
    await service.up();
    return service;
  }

  get origin() {
    return `http://127.0.0.1:${this.#port}`;
  }

  get folder() {
    return this.#folder;
  }

  // Starts the process, again if it was taken down; the database stays.
  async up() {
    const { pace = 60, employers = 200, extra = [] } = this.#options;
    const program = process.env.WINK_SERVICE_BIN;
    this.#process = spawn(
      program,
      [
        'serve',
        '--listen', `127.0.0.1:${this.#port}`,
        '--database', join(this.#folder, 'wink.db'),
        '--assets', process.env.WINK_DIST,
        '--employers', String(employers),
        '--sandbox-pace', String(pace),
        '--rate-limit', '0',
        '--playground',
        ...extra,
      ],
      { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, RUST_LOG: 'warn' } },
    );
    let complaint = '';
    this.#process.stderr.on('data', (text) => { complaint += text; });
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.ended = ended;
    const until = Date.now() + READY_MILLIS;
    while (Date.now() < until) {
      if (this.#process.exitCode !== null) break;
      const answer = await fetch(`${this.origin}/readyz`).catch(() => null);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`the service did not start: ${complaint}`);
  }

  // Takes the process down; with SIGKILL it gets no chance to tidy up.
  async down(signal = 'SIGTERM') {
    this.#process.kill(signal);
    await this.#process.ended;
  }

  async stop() {
    await this.down('SIGKILL');
    await rm(this.#folder, { recursive: true, force: true });
  }

  // What the host's server does: calls the Open API with its key and secret.
  async call(method, path, body) {
    const keys = JSON.parse(await readFile(join(this.#folder, 'sandbox-keys.json'), 'utf8'));
    const basic = Buffer.from(`${keys.apiKey}:${keys.apiSecret}`).toString('base64');
    const answer = await fetch(`${this.origin}/v1${path}`, {
      method,
      headers: { authorization: `Basic ${basic}`, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const envelope = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(envelope)}`);
    return envelope.data;
  }

  async createUser() {
    const { user, token } = await this.call('POST', '/users', {});
    return { userId: user.id, userToken: token.accessToken };
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
