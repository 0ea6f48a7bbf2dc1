// The peers: the service on either database, and Prism. Each listens on its own loopback port.

import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';

const READY_MILLIS = 60_000;
const CONNECTIONS = 16;

class Server {
  constructor(name) {
    this.name = name;
  }

  async start() {
    this.folder = await mkdtemp(join(tmpdir(), 'wink-load-'));
    this.port = await freePort();
    this.origin = `http://127.0.0.1:${this.port}`;
    const [program, args, env] = await this.command();
    let complaint = '';
    this.process = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...env } });
    this.process.stderr.on('data', (text) => { complaint = (complaint + text).slice(-4000); });
    this.pool = new Pool(this.origin, { connections: CONNECTIONS });
    const end = performance.now() + READY_MILLIS;
    while (this.process.exitCode === null && performance.now() < end) {
      if (await this.isReady().catch(() => false)) return this;
      await new Promise((resolve) => { setTimeout(resolve, 100); });
    }
    throw new Error(`${this.name} did not start: ${complaint}`);
  }

  async stop() {
    await this.pool?.destroy();
    if (this.process && this.process.exitCode === null) {
      const ended = new Promise((resolve) => { this.process.once('exit', resolve); });
      this.process.kill();
      await ended;
    }
    if (this.folder) await rm(this.folder, { recursive: true, force: true });
  }

  // Reads every answer to its end, and fails if it is not a success.
  async call(method, path, body, authorization) {
    const headers = { authorization, ...(body && { 'content-type': 'application/json' }) };
    const answer = await this.pool.request({ method, path, headers, body: body && JSON.stringify(body) });
    const text = await answer.body.text();
    if (answer.statusCode >= 300) throw new Error(`${this.name}: ${method} ${path}: ${answer.statusCode} ${text}`);
    return JSON.parse(text);
  }

  openApi(method, path, body) {
    return this.call(method, path, body, this.authorization);
  }
}

export class Service extends Server {
  constructor(name, database) {
    super(name);
    this.database = database;
  }

  async command() {
    return [
      process.env.WINK_SERVICE_BIN,
      [
        'serve', '--listen', `127.0.0.1:${this.port}`, '--data', this.folder,
        '--database', this.database ?? join(this.folder, 'wink.db'),
        '--sandbox-pace', '0', '--rate-limit', '0', '--link-rate-limit', '0',
      ],
      { WINK_LOG: 'error' },
    ];
  }

  async isReady() {
    const ready = await this.pool.request({ method: 'GET', path: '/readyz' });
    await ready.body.text();
    if (ready.statusCode !== 200) return false;
    const { apiKey, apiSecret } = JSON.parse(await readFile(join(this.folder, 'sandbox-keys.json'), 'utf8'));
    this.authorization = `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}`;
    return true;
  }
}

export class Prism extends Server {
  constructor(name, service) {
    super(name);
    this.service = service;
  }

  async command() {
    const document = join(this.folder, 'openapi.json');
    const described = await this.service.call('GET', '/v1/openapi.json');
    // The paths as hosts call them.
    const paths = Object.entries(described.paths);
    const prefixed = paths.map(([path, operations]) => [path.startsWith('/v1') ? path : `/v1${path}`, operations]);
    await writeFile(document, JSON.stringify({ ...described, servers: [], paths: Object.fromEntries(prefixed) }));
    const prism = fileURLToPath(import.meta.resolve('@stoplight/prism-cli'));
    return [process.execPath, [prism, 'mock', '--host', '127.0.0.1', '--port', String(this.port), document], {}];
  }

  async isReady() {
    this.authorization = this.service.authorization;
    await this.openApi('GET', '/v1/providers?size=10');
    return true;
  }
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address();
  await new Promise((resolve) => { server.close(resolve); });
  return port;
}
