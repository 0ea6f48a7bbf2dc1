// A database in the PostgreSQL server that `WINK_JOURNEY_POSTGRES` names.

import pg from 'pg';

const server = process.env.WINK_JOURNEY_POSTGRES;

// Creates an empty database and returns its address.
export async function makeDatabase(name) {
  if (!server) throw new Error('several processes share a PostgreSQL database: run this by `cargo xtask test journeys`');
  await run(`CREATE DATABASE "${name}"`);
  const address = new URL(server);
  address.pathname = `/${name}`;
  return address.href;
}

// Also closes all connections.
export async function dropDatabase(name) {
  await run(`DROP DATABASE "${name}" WITH (FORCE)`);
}

async function run(sql) {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
