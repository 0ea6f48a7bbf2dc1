// Signing in at the provider, in a window of its own, with every outcome.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PHONE, look } from './lib/browser.mjs';
import { inlinePage } from './lib/host.mjs';
import { called, calls, journeys, untilCalled } from './lib/journey.mjs';
import { ProviderPage, chooseSignIn, openWindow } from './lib/provider.mjs';
import { Widget } from './lib/widget.mjs';

const here = journeys();

async function atUpwork(options = {}, config = {}) {
  const opened = await here.open(config, options);
  await opened.widget.agree();
  await chooseSignIn(opened.widget, 'upwork', 'Upwork');
  return opened;
}

test('allowed', async () => {
  const { page, widget } = await atUpwork({ device: PHONE });
  await look(page, 'sign-in-1-login');
  const provider = await openWindow(page, widget, 'Upwork');
  await widget.heading('Continue in the window we opened').waitFor();
  await look(page, 'sign-in-2-waiting');
  await provider.page.getByRole('heading', { name: 'Sign in to Upwork' }).waitFor();
  const asked = new URL(provider.page.url());
  assert.equal(asked.searchParams.get('code_challenge_method'), 'S256');
  await provider.look('sign-in-3-provider');
  await provider.logIn('George', 'wrong');
  await provider.page.getByRole('alert').waitFor();
  await provider.look('sign-in-4-provider-refused');
  await provider.logIn('George', '123456');
  await provider.page.getByRole('heading', { name: /^Let Wink read/ }).waitFor();
  await provider.look('sign-in-5-provider-asks');
  const closed = provider.page.waitForEvent('close');
  await provider.decide('Allow');
  await provider.page.getByRole('heading', { name: 'You are signed in' }).waitFor();
  await provider.look('sign-in-6-returned');
  await widget.heading('Upwork is linked').waitFor();
  await closed;
  assert.deepEqual(await called(page), [
    'ConsentPageOpened', 'ProviderListPageOpened', 'LoginPageOpened', 'LoginOptionsPageOpened', 'LoginPageOpened',
    'onAccountCreated', 'onAccountConnected', 'ConnectSuccessPageOpened',
  ]);
  const [{ argument }] = await calls(page, 'onAccountConnected');
  const { items } = await here.service.call('GET', `/identities?sourceId=${argument.accountId}`);
  assert.match(items[0].fullName, /Palomero/);
  assert.deepEqual([page.troubles, provider.troubles], [[], []]);
});

test('denied, and then allowed', async () => {
  const { page, widget } = await atUpwork();
  const provider = await openWindow(page, widget, 'Upwork');
  await provider.logIn('George', '123456');
  await provider.decide('Don’t allow');
  await widget.alert.filter({ hasText: 'not allowed at Upwork' }).waitFor();
  await look(page, 'sign-in-denied');
  assert.equal((await calls(page, 'onAccountError'))[0].argument.errorCode, 'INVALID_AUTH');
  const again = await openWindow(page, widget, 'Upwork');
  await again.logIn('gpalomero1234@smileapi.io', '123456');
  await again.decide('Allow');
  await widget.heading('Upwork is linked').waitFor();
  assert.equal((await calls(page, 'onAccountError')).length, 1);
});

test('closed, and opened again', async () => {
  const { page, widget } = await atUpwork();
  const provider = await openWindow(page, widget, 'Upwork');
  await provider.page.getByRole('heading', { name: 'Sign in to Upwork' }).waitFor();
  await provider.page.close();
  await widget.heading('We can’t see the window any more').waitFor();
  await look(page, 'sign-in-closed');
  const [popup] = await Promise.all([page.waitForEvent('popup'), widget.button('Open the window again').click()]);
  const again = new ProviderPage(popup);
  await widget.heading('Continue in the window we opened').waitFor();
  await again.logIn('George', '123456');
  await again.decide('Allow');
  await widget.heading('Upwork is linked').waitFor();
  assert.equal((await calls(page, 'onAccountCreated')).length, 1, 'the same account continues');
});

test('cancelled: the account is revoked, and a late "Allow" links nothing', async () => {
  const { page, widget } = await atUpwork();
  const provider = await openWindow(page, widget, 'Upwork');
  const { page: late } = await here.open();
  await provider.page.getByRole('heading', { name: 'Sign in to Upwork' }).waitFor();
  const address = provider.page.url();
  const gone = provider.page.waitForEvent('close');
  await widget.button('Cancel').click();
  await widget.heading('Log in to Upwork').waitFor();
  await gone;
  await untilCalled(page, 'onAccountRemoved');
  await late.goto(address);
  const other = new ProviderPage(late);
  await other.logIn('George', '123456');
  await other.decide('Allow');
  await late.getByRole('heading', { name: 'This sign-in is over' }).waitFor();
  await other.look('sign-in-over');
  const [{ argument }] = await calls(page, 'onAccountCreated');
  const account = await here.service.call('GET', `/accounts/${argument.accountId}`);
  assert.equal(account.connectionStatus, 'DISCONNECTED');
});

test('blocked: the button again, or a plain link', async () => {
  const { page, widget } = await atUpwork();
  await page.evaluate(() => { window.open = () => null; });
  await widget.button('Sign in at Upwork').click();
  await widget.heading('Your browser blocked the window').waitFor();
  await look(page, 'sign-in-blocked');
  await widget.button('Open the window').click();
  await widget.heading('Your browser blocked the window').waitFor();
  const link = widget.dialog.getByRole('link', { name: 'Open in a new tab' });
  // The window has no opener, so only the service knows that the person returned.
  const [tab] = await Promise.all([page.context().waitForEvent('page'), link.click()]);
  assert.equal(await tab.evaluate(() => window.opener), null);
  const provider = new ProviderPage(tab);
  await provider.confirm('Upwork');
  await provider.logIn('George', '123456');
  await provider.decide('Allow');
  await widget.heading('Upwork is linked').waitFor();
});

test("the host's page is cut off from its windows: the person confirms who began it", async () => {
  const { page, widget } = await atUpwork({
    headers: { 'cross-origin-opener-policy': 'same-origin' }, device: PHONE,
  });
  // The window moves to another browsing context group, which Playwright reports as another page.
  const [tab] = await Promise.all([
    page.context().waitForEvent('page'), widget.button('Sign in at Upwork').click(),
  ]);
  const provider = new ProviderPage(tab);
  await provider.page.getByRole('heading', { name: 'Did you begin this yourself?' }).waitFor();
  await provider.look('sign-in-confirm');
  await provider.confirm('Upwork');
  await provider.logIn('George', '123456');
  await provider.decide('Allow');
  await widget.heading('Upwork is linked').waitFor();
});

test('a silent opener: the person is asked after a moment, without any script of ours', async () => {
  const { page, widget } = await atUpwork();
  await page.context().route('**/sign-in/start.js', (route) => route.fulfill({ body: '' }));
  const provider = await openWindow(page, widget, 'Upwork');
  await provider.confirm('Upwork');
  await provider.logIn('George', '123456');
  await provider.decide('Allow');
  await widget.heading('Upwork is linked').waitFor();
});

test('a link that was sent to another person: they are warned, and signing in links nothing', async () => {
  const { page, widget } = await atUpwork();
  const asked = page.waitForResponse((response) => response.url().endsWith('/link/v1/accounts'));
  const provider = await openWindow(page, widget, 'Upwork');
  const { signIn } = await (await asked).json();
  await provider.page.getByRole('heading', { name: 'Sign in to Upwork' }).waitFor();
  const { page: victim } = await here.open();
  await victim.goto(signIn.url);
  await victim.getByText('they would get your data').waitFor();
  const other = new ProviderPage(victim);
  await victim.goto(provider.page.url());
  await other.logIn('Ryan', '654321');
  await other.decide('Allow');
  await victim.getByRole('heading', { name: 'This sign-in began in another browser' }).waitFor();
  await other.look('sign-in-other-browser');
  // The sign-in of the person who began it has not ended.
  await provider.logIn('George', '123456');
  await provider.decide('Allow');
  await widget.heading('Upwork is linked').waitFor();
  const [{ argument }] = await calls(page, 'onAccountConnected');
  const { items } = await here.service.call('GET', `/identities?sourceId=${argument.accountId}`);
  assert.match(items[0].fullName, /Palomero/);
});

test('the return in another tab, over a channel of the same origin', async () => {
  // The host's page is on the service's origin, so that its windows share a channel.
  const { userToken } = await here.service.createUser();
  const { page } = await here.open();
  const html = inlinePage(here.service, { userToken });
  await page.route('**/own-page', (route) => route.fulfill({ contentType: 'text/html', body: html }));
  await page.goto(`${here.service.origin}/own-page`);
  const widget = new Widget(page);
  await widget.agree();
  await chooseSignIn(widget, 'upwork', 'Upwork');
  await page.evaluate(() => {
    window.heard = [];
    new BroadcastChannel('wink-sign-in').onmessage = ({ data }) => window.heard.push(data);
  });
  const provider = await openWindow(page, widget, 'Upwork');
  await provider.page.getByRole('heading', { name: 'Sign in to Upwork' }).waitFor();
  const tab = await page.context().newPage();
  await tab.goto(provider.page.url());
  await provider.page.close();
  const other = new ProviderPage(tab);
  await other.logIn('George', '123456');
  await other.decide('Allow');
  await widget.heading('Upwork is linked').waitFor();
  assert.deepEqual(await page.evaluate(() => window.heard), [{ source: 'wink', kind: 'sign-in-returned' }]);
});

test('the long poll alone is enough: the opener is cut off, and the return sends nothing', async () => {
  const { page, widget } = await atUpwork();
  await page.context().route('**/sign-in/return.js', (route) => route.fulfill({ body: '' }));
  const provider = await openWindow(page, widget, 'Upwork');
  await provider.page.getByRole('heading', { name: 'Sign in to Upwork' }).waitFor();
  await provider.page.evaluate(() => { window.opener = null; });
  await provider.logIn('George', '123456');
  await provider.decide('Allow');
  await widget.heading('Upwork is linked').waitFor();
});

test('altered state and code', async () => {
  const { page, widget } = await atUpwork();
  const provider = await openWindow(page, widget, 'Upwork');
  await provider.logIn('George', '123456');
  await provider.page.getByRole('heading', { name: /^Let Wink read/ }).waitFor();
  // The return is a redirect, which routes do not see, so withhold the answer before it.
  let keep;
  const kept = new Promise((resolve) => { keep = resolve; });
  await provider.page.route('**', async (route) => {
    const answer = await route.fetch({ maxRedirects: 0 });
    keep(new URL(answer.headers().location, route.request().url()).href);
    await route.abort();
  }, { times: 1 });
  await provider.decide('Allow').catch(() => {});
  const back = await kept;
  const look = new ProviderPage(await page.context().newPage());
  const tampered = new URL(back);
  tampered.searchParams.set('state', `${tampered.searchParams.get('state').slice(0, -1)}x`);
  const refused = await look.page.goto(tampered.href);
  assert.equal(refused.status(), 400);
  await look.page.getByRole('heading', { name: 'This page cannot be used' }).waitFor();
  await look.look('sign-in-tampered');
  // The right one still counts, once.
  await look.page.goto(back);
  await widget.heading('Upwork is linked').waitFor();
  const replayed = await look.page.goto(back);
  assert.equal(replayed.status(), 409);
  await look.page.getByRole('heading', { name: 'This sign-in is over' }).waitFor();
});

test('a failure at the provider, and a reload during sign-in', async () => {
  const { page, widget, userId } = await atUpwork();
  const provider = await openWindow(page, widget, 'Upwork');
  await provider.page.getByRole('heading', { name: 'Sign in to Upwork' }).waitFor();
  const token = await here.service.call('POST', `/tokens?userId=${userId}`);
  await page.goto(here.host.page('/again', inlinePage(here.service, { userToken: token.accessToken })));
  await widget.agree();
  await widget.search.fill('upwork');
  await widget.option('Upwork').first().click();
  await widget.heading('We can’t see the window any more').waitFor();
  await provider.logIn('error_ACCOUNT_LOCKED', 'x');
  await provider.decide('Allow');
  await widget.heading('Upwork has locked this account').waitFor();
  assert.equal((await calls(page, 'onAccountError'))[0].argument.errorCode, 'ACCOUNT_LOCKED');
});

test('from a sandboxed frame without an origin', async () => {
  const { userToken } = await here.service.createUser();
  const inner = inlinePage(here.service, { userToken });
  const escaped = inner.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const { page } = await here.open();
  await page.goto(here.host.page('/outer', `<!DOCTYPE html><html lang="en"><head><title>Outer</title></head><body>
    <h1>Outer</h1><iframe title="inner" width="900" height="800" sandbox="allow-scripts allow-popups allow-forms"
    srcdoc="${escaped}"></iframe></body></html>`));
  const widget = new Widget(page.frameLocator('iframe'));
  await widget.agree();
  await chooseSignIn(widget, 'upwork', 'Upwork');
  const provider = await openWindow(page, widget, 'Upwork');
  await provider.logIn('George', '123456');
  await provider.decide('Allow');
  await provider.page.getByRole('heading', { name: 'You are signed in' }).waitFor();
  await widget.heading('Upwork is linked').waitFor();
  assert.deepEqual([page.troubles, provider.troubles], [[], []]);
});
