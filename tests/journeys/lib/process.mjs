// One process of the service.

import { execFile, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { promisify } from 'node:util';

const READY_MILLIS = 60_000;

export class ServiceProcess {
  #args;
  #env;
  #child;

  // `args` are added to those of `serve`, `env` to this process's environment.
  static async on(args, env = {}) {
    const made = new ServiceProcess();
    made.port = await freePort();
    made.#args = ['serve', '--listen', `127.0.0.1:${made.port}`, ...args];
    made.#env = { ...process.env, RUST_LOG: 'warn', ...env };
    return made;
  }

  get origin() {
    return `http://127.0.0.1:${this.port}`;
  }

  // Starts the process if it is not running, and waits until it is ready.
  async up() {
    if (this.#child && isRunning(this.#child)) return;
    const child = spawn(process.env.WINK_SERVICE_BIN, this.#args, {
      stdio: ['ignore', 'ignore', 'pipe'], env: this.#env,
    });
    this.#child = child;
    let complaint = '';
    child.stderr.on('data', (text) => { complaint += text; });
    child.ended = new Promise((resolve) => { child.once('exit', resolve); });
    const until = Date.now() + READY_MILLIS;
    while (Date.now() < until && isRunning(child)) {
      const answer = await fetch(`${this.origin}/readyz`).catch(() => null);
      if (answer?.ok) return;
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
    throw new Error(`the service did not start: ${complaint}`);
  }

  // Runs a command of the same program with the same environment, and returns its output.
  async command(...args) {
    return (await promisify(execFile)(process.env.WINK_SERVICE_BIN, args, { env: this.#env })).stdout;
  }

  // Stops the process. SIGKILL leaves it no chance to clean up.
  async down(signal = 'SIGTERM') {
    this.#child?.kill(signal);
    await this.#child?.ended;
  }
}

const isRunning = ({ exitCode, signalCode }) => exitCode === null && signalCode === null;

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
