// Measures the service on this machine; `cargo xtask bench service` runs it. There are two figures. The first is link
// sessions, from a new user to readable data, on SQLite and on PostgreSQL. The second is the calls that a host's server
// makes for a session, compared with Stoplight Prism, which mocks the same operations from the same document and stores
// nothing.
//
// Everything runs on one machine, including this client, and the peers take turns. So the ratios say more than the
// figures.

import { Prism, Service } from './servers.mjs';
import { hostCalls, linkSession } from './session.mjs';

const AT_ONCE = 8;
const ROUNDS = 5;
const ROUND_MILLIS = 5_000;
const WARM_UP_MILLIS = 2_000;
// The host's calls per second on SQLite, relative to Prism's.
const LEAST_RATIO = 2;

const sorted = (values) => [...values].sort((a, b) => a - b);
const percentile = (values, part) => sorted(values)[Math.min(values.length - 1, Math.floor(values.length * part))];
const median = (values) => percentile(values, 0.5);

// Repeats `work` for `millis`, several at once. Returns the rate, and percentiles of the duration in ms.
async function load(work, millis) {
  const times = [];
  const began = performance.now();
  const end = began + millis;
  const one = async () => {
    while (performance.now() < end) {
      const start = performance.now();
      await work();
      times.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return { perSecond: (times.length * 1000) / (performance.now() - began), p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}

// Measures the peers in turns. Returns each one's medians over the rounds.
async function compare(peers) {
  for (const { work } of peers) await load(work, WARM_UP_MILLIS);
  const rounds = peers.map(() => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [at, { work }] of peers.entries()) rounds[at].push(await load(work, ROUND_MILLIS));
  }
  return rounds.map((own, at) => ({
    name: peers[at].name,
    ...Object.fromEntries(['perSecond', 'p50', 'p99'].map((key) => [key, median(own.map((round) => round[key]))])),
  }));
}

function print(title, rows) {
  const cell = (value, width) => value.toFixed(1).padStart(width);
  console.log(title.padEnd(34), 'a second   p50 ms   p99 ms   times the last');
  const last = rows.at(-1).perSecond;
  for (const { name, perSecond, p50, p99 } of rows) {
    console.log(`  ${name.padEnd(30)}`, cell(perSecond, 10), cell(p50, 8), cell(p99, 8), cell(perSecond / last, 16));
  }
}

const servers = [];
let isUnder = false;
try {
  const start = async (server) => { servers.push(server); return server.start(); };
  const sqlite = await start(new Service('Wink on SQLite'));
  const postgres = await start(new Service('Wink on PostgreSQL', process.env.WINK_LOAD_POSTGRES));
  const prism = await start(new Prism('Prism', sqlite));

  console.log(`${ROUNDS} rounds of ${ROUND_MILLIS / 1000} s each in turns, ${AT_ONCE} at once; medians of the rounds`);
  const of = (server, work) => ({ name: server.name, work: () => work(server) });
  const calls = await compare([of(sqlite, hostCalls), of(postgres, hostCalls), of(prism, hostCalls)]);
  print('the host’s calls of a session', calls);
  print('link sessions', await compare([of(sqlite, linkSession), of(postgres, linkSession)]));
  isUnder = calls[0].perSecond < LEAST_RATIO * calls[2].perSecond;
} finally {
  for (const server of servers) await server.stop();
}
if (isUnder) {
  console.log(`under budget: on SQLite the host’s calls are to be ${LEAST_RATIO} times as many as Prism’s`);
  process.exitCode = 1;
}
