// Invites, as the host and the invited person see them.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import { DESKTOP, openPage } from './browser.mjs';
import { untilTrue } from './journey.mjs';
import { chooseSignIn, openWindow } from './provider.mjs';
import { Widget } from './widget.mjs';

const require = createRequire(import.meta.url);
const axeSource = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');

export const TEMPLATE = {
  name: 'Email Template v1',
  company: { name: 'Lumina Lending', logoUrl: '/demo/lumina.svg' },
  email: {
    sendEmail: true,
    senderName: 'Lumina Lending',
    replyAddress: 'replies@lumina.example',
    subject: 'Please share your income with ${companyName}',
    body: 'Hello ${firstName}!\n\nWe need to know what you earn. It takes a few minutes.',
  },
  landingPage: {
    header: 'Share your employment and income data with us at ${companyName}',
    description: 'Hello ${firstName}! We work with Wink, so that you can easily share your employment and income ' +
      'data with us.\n\nIt should take no more than a few minutes of your time.',
    button: 'Start now',
  },
  successPage: {
    header: 'Thank you for sharing your data with us at ${companyName}',
    description: 'The process was successful. Please wait for us to get in touch!',
    button: 'Connect another account',
  },
};

// Invites George, and returns the invite once its e-mail was sent.
export async function invite(service, more = {}, template = TEMPLATE) {
  const { id: templateId } = await service.call('POST', '/inviteTemplates', template);
  const { id } = await service.call('POST', '/invites', {
    fullName: 'George Cimafranca Palomero, Jr', firstName: 'George', email: 'gpalomero1234@smileapi.io', templateId,
    ...more,
  });
  let invited;
  await untilTrue(async () => {
    invited = await service.call('GET', `/invites/${id}`);
    return invited.invitedAt !== null;
  });
  return invited;
}

// Reads an invite's link from its e-mail.
export async function linkIn(service, invited) {
  const letters = await service.letters();
  const texts = letters.map(text);
  const letter = texts.find(({ body }) => body.includes(invited.inviteLandingPageUrl));
  assert.ok(letter, `no e-mail has the link: ${letters}`);
  return { ...letter, link: letter.body.match(/https?:\/\/\S+\/invite\/\S+/)[0] };
}

function text(letter) {
  const end = letter.indexOf('\r\n\r\n');
  const head = letter.slice(0, end);
  const body = letter.slice(end + 4);
  const encoding = head.match(/^Content-Transfer-Encoding: (.*)$/m)?.[1];
  if (encoding === 'base64') return { head, body: Buffer.from(body, 'base64').toString('utf8') };
  if (encoding !== 'quoted-printable') return { head, body };
  const bytes = body.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return { head, body: Buffer.from(bytes, 'latin1').toString('utf8') };
}

// Saves a screenshot of the page without the widget and checks it against WCAG 2.2 AA. A policy without `unsafe-eval`
// does not block the checker, because it does not apply to the browser's own tools.
export async function lookAtPage(page, name) {
  await page.screenshot({ path: join(process.env.WINK_ARTEFACTS, `${name}.png`), fullPage: true });
  await page.evaluate(axeSource);
  const violations = await page.evaluate(async () => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const found = await window.axe.run(document, { runOnly: tags });
    return found.violations.map(({ id, nodes }) => ({ id, at: nodes.map((node) => node.failureSummary) }));
  });
  assert.deepEqual(violations, [], `axe on ${name}`);
  const { width, scroll } = await page.evaluate(() => ({
    width: document.documentElement.clientWidth, scroll: document.documentElement.scrollWidth,
  }));
  assert.ok(scroll <= width, `${name} scrolls sideways`);
}

// Signs in at the provider from an invite's page, which other sites cannot control.
export async function signInFromInvite({ browser, service }) {
  const page = await openPage(browser, DESKTOP);
  const widget = new Widget(page);
  const landed = await page.goto((await invite(service)).inviteLandingPageUrl);
  assert.equal(landed.headers()['cross-origin-opener-policy'], 'same-origin-allow-popups');
  await page.getByRole('button', { name: 'Start now' }).click();
  await widget.agree();
  await chooseSignIn(widget, 'upwork', 'Upwork');
  const provider = await openWindow(page, widget, 'Upwork');
  // Without the connection to the widget, our page before the provider's would ask the person.
  await provider.page.getByRole('heading', { name: 'Sign in to Upwork' }).waitFor();
  assert.ok(await provider.page.evaluate(() => window.opener !== null));
  const closed = provider.page.waitForEvent('close');
  await provider.logIn('George', '123456');
  await provider.decide('Allow');
  await widget.heading('Upwork is linked').waitFor();
  await closed;
  assert.deepEqual([page.troubles, provider.troubles], [[], []]);
}
