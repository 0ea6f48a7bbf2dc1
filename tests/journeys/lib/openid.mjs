// A real OpenID provider (the npm package oidc-provider) with one person, and an API behind it.

import { createServer } from 'node:http';
import { writeFile } from 'node:fs/promises';
import Provider from 'oidc-provider';

const PERSON = {
  sub: 'ann-7',
  name: 'Ann Reyes',
  given_name: 'Ann',
  family_name: 'Reyes',
  email: 'ann@example.com',
  birthdate: '1990-05-01',
};
const JOBS = { jobs: [{ id: 'j1', company: 'Acme Foods', position: 'Clerk', from: '2020-02-01' }] };
const PAYSLIPS = [
  { number: 'p1', start: '2026-09-01', end: '2026-09-30', gross: 45000.5, cycle: 'M' },
  { number: 'p2', start: '2026-10-01', end: '2026-10-31', gross: '46000', cycle: 'M' },
];

export class OpenIdProvider {
  #server;
  #provider;
  // While true, every request gets an error.
  isDown = false;

  static async start() {
    const started = new OpenIdProvider();
    started.#server = createServer((request, response) => started.#answer(request, response));
    await new Promise((resolve) => started.#server.listen(0, '127.0.0.1', resolve));
    return started;
  }

  get issuer() {
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  // Registers the service as a client. Its origin is known only now.
  register(serviceOrigin) {
    this.#provider ??= new Provider(this.issuer, {
      clients: [{
        client_id: 'wink',
        client_secret: 'hush',
        redirect_uris: [`${serviceOrigin}/sign-in/return`],
        grant_types: ['authorization_code', 'refresh_token'],
      }],
      claims: { profile: ['name', 'given_name', 'family_name', 'birthdate'], email: ['email'] },
      scopes: ['openid', 'profile', 'email', 'offline_access'],
      cookies: { keys: ['not a secret: it is for tests'] },
      features: { devInteractions: { enabled: false } },
      findAccount: (_, id) => ({ accountId: id, claims: () => PERSON }),
      interactions: { url: (_, interaction) => `/page/${interaction.uid}` },
      pkce: { required: () => true },
      rotateRefreshToken: true,
      ttl: { AccessToken: 600, Grant: 600, IdToken: 600, Interaction: 600, RefreshToken: 600, Session: 600 },
    });
  }

  async #answer(request, response) {
    if (this.isDown) {
      response.writeHead(503, { 'content-type': 'text/html' }).end('<p>Back soon</p>');
      return;
    }
    const { pathname, searchParams } = new URL(request.url, this.issuer);
    if (pathname.startsWith('/api/')) await this.#api(pathname.slice(5), request, response);
    else if (pathname.startsWith('/page/')) await this.#page(searchParams.get('decision'), request, response);
    else await this.#provider.callback()(request, response);
  }

  // The page on which the person signs in and decides.
  async #page(decision, request, response) {
    const { prompt, params, grantId, session } = await this.#provider.interactionDetails(request, response);
    const finish = (result) => this.#provider.interactionFinished(request, response, result);
    if (decision === 'deny') {
      await finish({ error: 'access_denied', error_description: 'The person said no' });
    } else if (decision && prompt.name === 'login') {
      await finish({ login: { accountId: PERSON.sub } });
    } else if (decision) {
      const given = grantId ? await this.#provider.Grant.find(grantId) : undefined;
      const grant = given ?? new this.#provider.Grant({ accountId: session.accountId, clientId: params.client_id });
      grant.addOIDCScope(params.scope);
      await finish({ consent: { grantId: await grant.save() } });
    } else {
      const title = prompt.name === 'login' ? 'Sign in to Acme' : 'Let Wink read your payroll?';
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(`<!DOCTYPE html><html lang="en">
        <head><title>Acme</title></head><body><main><h1>${title}</h1>
        <form><button name="decision" value="allow">Go on</button>
        <button name="decision" value="deny">Say no</button></form></main></body></html>`);
    }
  }

  async #api(name, request, response) {
    const token = await this.#provider.AccessToken.find((request.headers.authorization ?? '').replace('Bearer ', ''));
    const document = { jobs: JOBS, payslips: PAYSLIPS }[name];
    if (!token?.isValid || token.accountId !== PERSON.sub || !document) {
      response.writeHead(document ? 401 : 404).end();
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(document));
  }

  // Writes the connectors' file for this provider.
  async describe(path) {
    await writeFile(path, `
[[provider]]
id = "acme-payroll"
name = "Acme Payroll"
type = "SYSTEM"
sub_type = "PAYROLL"
monitor = true
modes = ["SANDBOX"]
[provider.client]
issuer = "${this.issuer}"
id = "wink"
secret_env = "ACME_SECRET"
scopes = ["profile", "email", "offline_access"]
parameters = { prompt = "consent" }
[provider.read.jobs]
url = "${this.issuer}/api/jobs"
[provider.read.payslips]
url = "${this.issuer}/api/payslips"
[provider.identity]
full_name = "$.name"
first_name = "$.given_name"
last_name = "$.family_name"
email = "$.email"
birthday = "$.birthdate"
[[provider.employment]]
from = "jobs"
each = "$.jobs[*]"
key = "$.id"
employer = "$.company"
job_title = "$.position"
start_date = "$.from"
[[provider.income]]
from = "payslips"
each = "$[*]"
key = "$.number"
employer = "Acme Foods"
start_date = "$.start"
end_date = "$.end"
currency = "PHP"
frequency = "$.cycle"
frequencies = { M = "Monthly" }
gross_amount = "$.gross"
`);
  }

  stop() {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(resolve));
  }
}
