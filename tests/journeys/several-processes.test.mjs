// Two processes of the service behind a proxy that alternates between them. One of them is killed in the middle of several
// journeys, and people notice only a delay. With `WINK_JOURNEY_PROCESSES=2` any other journey runs like this too.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, test } from 'node:test';
import { openPage } from './lib/browser.mjs';
import { invite, linkIn } from './lib/invite.mjs';
import { called, calls, journeys, untilTrue } from './lib/journey.mjs';
import { chooseSignIn, openWindow } from './lib/provider.mjs';
import { Receiver } from './lib/receiver.mjs';
import { Widget } from './lib/widget.mjs';

// Linking is slow enough that a process can be killed within a step.
const here = journeys({ service: { processes: 2, pace: 2000 } });
// It takes a while for each event, so that deliveries are in progress.
const receiver = await Receiver.start(100);
after(() => receiver.stop());

const USER = /E-mail address|User name/;
const MAIL = 'gpalomero1234@smileapi.io';
// Long enough for a lease to expire and another process to take over, on a busy machine.
const TIMEOUT = { timeout: 60_000 };

async function connected({ page, widget }) {
  await widget.heading('Upwork is linked').waitFor(TIMEOUT);
  const names = await called(page);
  const times = (wanted) => names.filter((name) => name === wanted).length;
  assert.deepEqual([times('onAccountCreated'), times('onAccountConnected'), times('onAccountError')], [1, 1, 0]);
  const [{ argument }] = await calls(page, 'onAccountConnected');
  await isGeorges(argument.accountId);
  return argument.accountId;
}

async function isGeorges(accountId) {
  const read = async (what) => (await here.service.call('GET', `/${what}?sourceId=${accountId}`)).items;
  const identities = await read('identities');
  assert.equal(identities.length, 1);
  assert.match(identities[0].fullName, /^George .*Palomero/);
  assert.ok((await read('employments')).length > 0);
  assert.ok((await read('incomes')).length > 0);
}

// What people are doing when a process is killed. Each function prepares one journey, and returns how it continues.

async function atLogin() {
  const opened = await here.open();
  await opened.widget.agree();
  await opened.widget.choose('upwork', 'Upwork');
  return opened;
}

// George is asked for his code. `begin` enters it and returns the process that is about to read his data.
async function entersCode() {
  const opened = await atLogin();
  await opened.widget.logIn(USER, MAIL, '123456');
  await opened.widget.code.waitFor(TIMEOUT);
  const begin = async () => {
    const handed = here.service.handed('POST', /\/accounts\/[^/]+\/challenge$/);
    await opened.widget.enterCode('1234');
    await opened.widget.heading('Linking Upwork').waitFor();
    return handed;
  };
  return { begin, end: () => connected(opened) };
}

// George has typed his password. `begin` sends it, and a process is about to log him in.
async function logsIn() {
  const opened = await atLogin();
  const begin = async () => {
    await opened.widget.logIn(USER, MAIL, '123456');
    await opened.widget.heading('Linking Upwork').waitFor();
  };
  const end = async () => {
    await opened.widget.code.waitFor(TIMEOUT);
    await opened.widget.enterCode('1234');
    return connected(opened);
  };
  return { begin, end };
}

// George is on the provider's page.
async function signsIn() {
  const opened = await here.open();
  await opened.widget.agree();
  await chooseSignIn(opened.widget, 'upwork', 'Upwork');
  const provider = await openWindow(opened.page, opened.widget, 'Upwork');
  await provider.page.getByRole('heading', { name: 'Sign in to Upwork' }).waitFor();
  const end = async () => {
    await provider.logIn('George', '123456');
    await provider.decide('Allow');
    return connected(opened);
  };
  return { end };
}

// George has followed the link in an e-mail, and agreed.
async function isInvited() {
  const invited = await invite(here.service);
  const { link } = await linkIn(here.service, invited);
  const page = await openPage(here.browser);
  const widget = new Widget(page);
  await page.goto(link);
  await page.getByRole('button', { name: 'Start now' }).click();
  await widget.agree();
  const end = async () => {
    await widget.choose('upwork', 'Upwork');
    await widget.logIn(USER, MAIL, '123456');
    await widget.code.waitFor(TIMEOUT);
    await widget.enterCode('1234');
    await widget.heading('Upwork is linked').waitFor(TIMEOUT);
    assert.equal((await here.service.call('GET', `/invites/${invited.id}`)).status, 'LINKED');
    const { items } = await here.service.call('GET', `/accounts?userId=${invited.userId}`);
    assert.equal(items.length, 1);
    await isGeorges(items[0].id);
    return items[0].id;
  };
  return { end };
}

// George has chosen a payslip. `begin` waits until this process has received a piece of it.
async function uploads() {
  const opened = await here.open({ enableUpload: true });
  const { page, widget } = opened;
  await widget.agree();
  await widget.button('Upload a document instead').click();
  await widget.dialog.getByRole('button', { name: /^Payslip/ }).click();
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), widget.button('Browse files').click()]);
  await chooser.setFiles([{ name: 'payslip.pdf', mimeType: 'application/pdf', buffer: await longPayslip() }]);
  await widget.dialog.getByText('PDF · 1 page').waitFor();
  const begin = async (process) => {
    const hasAPiece = async () => {
      while (await here.service.handed('PUT', /\/files\/[^/]+\?offset=[1-9]/) !== process);
    };
    await Promise.all([hasAPiece(), widget.button('Upload').click()]);
  };
  const end = async () => {
    await widget.heading('Uploaded and read').waitFor(TIMEOUT);
    const created = await calls(page, 'onUploadsCreated');
    assert.equal(created.length, 1);
    const [{ id }] = created[0].argument.uploads;
    assert.equal((await here.service.call('GET', `/archives/${id}`)).state.status, 'ANALYZED');
    return id;
  };
  return { begin, end };
}

// A payslip of many pieces: a page followed by a long comment.
async function longPayslip() {
  const slip = await readFile(new URL('../../static/samples/payslip-george.pdf', import.meta.url));
  const [, start] = slip.toString('latin1').match(/startxref\s+(\d+)\s+%%EOF\s*$/);
  return Buffer.concat([slip, Buffer.from(`%${'x'.repeat(5_000_000)}\nstartxref\n${start}\n%%EOF\n`)]);
}

// Waits until every recorded event was delivered, and checks each delivery.
async function everyEventArrived() {
  await untilTrue(
    async () => (await here.service.command('webhooks', 'deliveries', '--status', 'pending')).startsWith('No delivery'),
    TIMEOUT.timeout,
  );
  const log = await here.service.command('webhooks', 'deliveries', '--limit', '1000');
  const written = new Set(log.match(/\bet-[\w-]+/g));
  assert.deepEqual(new Set(receiver.events.map(({ id }) => id)), written);
  assert.equal(receiver.strays.length, 0);
}

test('one of two processes is killed, and people notice only a delay', async () => {
  await receiver.subscribe(here.service);
  const [entering, loggingIn, signingIn, invited, uploading] = await Promise.all([
    entersCode(), logsIn(), signsIn(), isInvited(), uploads(),
  ]);
  const process = await entering.begin();
  await Promise.all([loggingIn.begin(), uploading.begin(process)]);
  await here.service.kill(process);

  const people = [entering, loggingIn, signingIn, invited];
  const [archive, ...accounts] = await Promise.all([uploading, ...people].map(({ end }) => end()));
  await everyEventArrived();
  for (const account of accounts) {
    const events = receiver.about(account);
    assert.deepEqual(events.slice(0, 3), ['ACCOUNT_CREATED', 'ACCOUNT_CONNECTED', 'TASK_STARTED']);
    assert.equal(events.at(-1), 'TASK_FINISHED');
    for (const type of ['IDENTITY_ADDED', 'EMPLOYMENTS_ADDED', 'INCOMES_ADDED']) assert.ok(events.includes(type), type);
  }
  const events = receiver.about(archive);
  assert.ok(events.includes('ARCHIVE_STARTED') && events.includes('ARCHIVE_ANALYZED'), events);
});

test('processes are replaced one after another, and no request is refused', async () => {
  const { begin, end } = await entersCode();
  await begin();
  for (const process of [0, 1]) await here.service.replace(process);
  const account = await end();
  await everyEventArrived();
  assert.equal(receiver.about(account).at(-1), 'TASK_FINISHED');
});
