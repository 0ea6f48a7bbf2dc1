// The real service with its own database: one process on SQLite, or several on PostgreSQL behind a proxy, as in
// docs/deploy.md. A journey can ask for several, and `WINK_JOURNEY_PROCESSES` sets the number for all.

import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { dropDatabase, makeDatabase } from './database.mjs';
import { ServiceProcess } from './process.mjs';
import { Proxy } from './proxy.mjs';

const PROCESSES = Number(process.env.WINK_JOURNEY_PROCESSES || 1);
// Processes that share a database must have these keys in common.
const KEYS = ['FILES', 'SOURCE', 'MASTER', 'WEBHOOK', 'CONNECTOR'];

export class Service {
  #folder;
  #dataFolders;
  #processes;
  #proxy;

  static async start({ pace = 60, employers = 200, extra = [], processes = PROCESSES } = {}) {
    const service = new Service();
    service.#folder = await mkdtemp(join(tmpdir(), 'wink-journey-'));
    const args = [
      '--assets', process.env.WINK_DIST,
      '--employers', String(employers),
      '--sandbox-pace', String(pace),
      '--rate-limit', '0',
      '--link-rate-limit', '0',
      '--playground',
      ...extra,
    ];
    if (processes > 1) await service.#several(processes, args);
    else await service.#one(args);
    await service.up();
    return service;
  }

  async #one(args) {
    this.#dataFolders = [this.#folder];
    this.#processes = [await ServiceProcess.on(['--database', join(this.#folder, 'wink.db'), ...args])];
  }

  // Each has its own data folder, as on its own machine. They share a folder of files in place of an object storage.
  async #several(count, args) {
    this.#proxy = await Proxy.start();
    const env = {
      WINK_DATABASE: await makeDatabase(basename(this.#folder)),
      WINK_FILES: join(this.#folder, 'files'),
      WINK_PUBLIC_URL: this.#proxy.origin,
      WINK_TRUSTED_PROXIES: '127.0.0.0/8',
      ...Object.fromEntries(KEYS.map((key) => [`WINK_${key}_KEY`, randomBytes(32).toString('base64')])),
    };
    this.#dataFolders = Array.from({ length: count }, (_, index) => join(this.#folder, `machine-${index + 1}`));
    this.#processes = await Promise.all(this.#dataFolders.map((data) => (
      ServiceProcess.on(['--data', data, ...args], env)
    )));
    this.#proxy.ports = this.#processes.map(({ port }) => port);
  }

  // The service's address for browsers and hosts.
  get origin() {
    return (this.#proxy ?? this.#processes[0]).origin;
  }

  // Starts every process that is down. The database stays.
  async up() {
    await Promise.all(this.#processes.map((process) => process.up()));
  }

  // Stops every process. SIGKILL leaves them no chance to clean up.
  async down(signal = 'SIGTERM') {
    await Promise.all(this.#processes.map((process) => process.down(signal)));
  }

  // Resolves with the process that gets the next request with this method and a matching address.
  handed(method, address) {
    return this.#proxy.next(method, address);
  }

  // Kills one of several processes.
  kill(index) {
    return this.#processes[index].down('SIGKILL');
  }

  // Replaces one of several processes, as with a new version.
  async replace(index) {
    await this.#processes[index].down();
    await this.#processes[index].up();
  }

  // Runs a command on the machine of one of several processes, and returns its output.
  command(...args) {
    return this.#processes[0].command(...args);
  }

  async stop() {
    await this.down('SIGKILL');
    if (this.#proxy) {
      await this.#proxy.stop();
      await dropDatabase(basename(this.#folder));
    }
    await rm(this.#folder, { recursive: true, force: true });
  }

  // The contents of all e-mails.
  async letters() {
    const folders = this.#dataFolders.map((data) => join(data, 'mail'));
    const files = await Promise.all(folders.map(async (folder) => {
      const names = await readdir(folder).catch(() => []);
      return names.map((name) => readFile(join(folder, name), 'utf8'));
    }));
    return Promise.all(files.flat());
  }

  // Calls the Open API as the host's server, with its key and secret.
  async call(method, path, body) {
    const keys = JSON.parse(await readFile(join(this.#dataFolders[0], 'sandbox-keys.json'), 'utf8'));
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
