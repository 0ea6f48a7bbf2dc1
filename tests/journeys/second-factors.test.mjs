// Every kind of second factor: right and wrong answers, expiry, resuming, the keyboard alone, and the way back to the
// login.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESKTOP, PHONE, look, openPage } from './lib/browser.mjs';
import { inlinePage } from './lib/host.mjs';
import { called, calls, journeys, untilTrue } from './lib/journey.mjs';
import { Service } from './lib/service.mjs';
import { Widget } from './lib/widget.mjs';

// Slow enough that a request on another device is shown before it is approved.
const here = journeys({ service: { pace: 300 } });

const DARK = { colorScheme: 'dark' };
const DEVICES = [PHONE, { ...DESKTOP, ...DARK }, { ...PHONE, ...DARK }, DESKTOP];

// Logs in at a source that accepts any user name.
async function logIn(widget, name) {
  await widget.agree();
  await widget.choose('sprout', /Sprout/);
  await widget.dialog.locator('input').first().fill(name);
  await widget.field('Password').fill('anything');
  await widget.button('Log in').click();
}

const radio = (widget, name) => widget.dialog.getByRole('radio', { name });
const next = (widget, name = 'Continue') => widget.button(name).click();

const code = async (widget, digits = '1234') => { await widget.enterCode(digits); };
const pick = async (widget, name, button) => { await radio(widget, name).check(); await next(widget, button); };
const type = async (widget, label, text) => { await widget.field(label).fill(text); await next(widget); };
const PET = 'What was the name of your first pet?';
const CITY = 'In which city were you born?';
const PICTURE = 'Letters and digits in the picture';

// By `mfa_<kind>`: the heading, the right answer, and a wrong one if there is one.
const KINDS = {
  sms: { heading: 'Enter your code', right: code, wrong: (widget) => code(widget, '9999') },
  email: { heading: 'Enter your code', right: code, wrong: (widget) => code(widget, '9999') },
  authenticator: { heading: 'Enter your code', right: code, wrong: (widget) => code(widget, '9999') },
  destination: {
    heading: 'Where should the code go?',
    right: async (widget) => {
      await pick(widget, /E-mail/, 'Send the code');
      await widget.dialog.getByText(/by e-mail to g•••@smileapi.io/).waitFor();
      await code(widget);
    },
  },
  question: {
    heading: 'Answer your security question',
    right: (widget) => type(widget, PET, 'Rex'),
    wrong: (widget) => type(widget, PET, 'Fido'),
  },
  questions: {
    heading: 'Answer your security questions',
    right: async (widget) => { await widget.field(CITY).fill('Pasig'); await type(widget, PET, 'rex'); },
    wrong: async (widget) => { await widget.field(CITY).fill('Cebu'); await type(widget, PET, 'Rex'); },
  },
  account: {
    heading: 'Which account is it?',
    right: (widget) => pick(widget, /Personal, number ending in 1234/),
    wrong: (widget) => pick(widget, /Palomero Trading/),
  },
  choose_image: {
    heading: 'Choose your picture',
    right: (widget) => pick(widget, 'A sailing boat'),
    wrong: (widget) => pick(widget, 'A sun'),
  },
  read_image: {
    heading: 'Type what you see',
    right: (widget) => type(widget, PICTURE, '7k4mp'),
    wrong: (widget) => type(widget, PICTURE, 'XXXXX'),
  },
  approve: { heading: 'Approve it on your device', right: async () => {} },
};

// Waits until every picture is drawn in more than three colours.
async function picturesAreDrawn(page) {
  await page.waitForFunction(() => {
    const canvases = [...document.querySelector('wink-link').shadowRoot.querySelectorAll('canvas')];
    return canvases.every((canvas) => {
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return new Set(new Uint32Array(data.buffer)).size > 3;
    });
  });
}

// Whether all of an element is visible without scrolling.
async function isWhollySeen(page, selector) {
  await page.waitForFunction((wanted) => {
    const root = document.querySelector('wink-link').shadowRoot;
    const [box, place] = [wanted, '.wink-body'].map((each) => root.querySelector(each).getBoundingClientRect());
    return box.height > 0 && box.top >= place.top && box.bottom <= place.bottom;
  }, selector);
}

let visits = 0;
// Opens a host's page with the widget, like `here.open`, but for another service.
async function visit(service, userToken) {
  const page = await openPage(here.browser);
  visits += 1;
  await page.goto(here.host.page(`/visit-${visits}`, inlinePage(service, { userToken })));
  return { page, widget: new Widget(page) };
}

const reportedPages = async (page) => (await called(page)).filter((name) => name === 'MfaPageOpened').length;

for (const [at, [kind, { heading, right, wrong }]] of Object.entries(KINDS).entries()) {
  test(`${kind}: wrong, then right`, async () => {
    const { page, widget } = await here.open({}, { device: DEVICES[at % DEVICES.length] });
    await logIn(widget, `mfa_${kind}`);
    await widget.heading(heading).waitFor();
    await picturesAreDrawn(page);
    await look(page, `mfa-${kind}`);
    if (wrong) {
      await wrong(widget);
      await widget.dialog.getByText('You have 2 tries left.').first().waitFor();
      await picturesAreDrawn(page);
      await isWhollySeen(page, '.wink-notice-problem');
      await look(page, `mfa-${kind}-wrong`);
    }
    assert.equal(await reportedPages(page), 1, 'a wrong answer is no new screen');
    await right(widget);
    await widget.heading(/is linked$/).waitFor();
    assert.equal(await reportedPages(page), kind === 'destination' ? 2 : 1);
    const names = await called(page);
    assert.equal(names.filter((name) => name === 'onAccountConnected').length, 1);
    assert.equal(names.includes('onAccountError'), false);
    assert.deepEqual(page.troubles, []);
    await page.context().close();
  });

  test(`${kind}: resumed on a new page`, async (t) => {
    let { service } = here;
    if (kind === 'approve') {
      // Approved only long after the person is back.
      service = await Service.start({ pace: 3000 });
      t.after(() => service.stop());
    }
    const { userId, userToken } = await service.createUser();
    const { page, widget } = await visit(service, userToken);
    await logIn(widget, `mfa_${kind}`);
    await widget.heading(heading).waitFor();
    await page.context().close();

    const token = await service.call('POST', `/tokens?userId=${userId}`);
    const { page: again, widget: widget2 } = await visit(service, token.accessToken);
    await widget2.agree();
    await widget2.search.fill('sprout');
    await widget2.option(/Sprout/).first().click();
    await widget2.heading(heading).waitFor();
    assert.equal(await reportedPages(again), 1);
    await right(widget2);
    await widget2.heading(/is linked$/).waitFor({ timeout: 60_000 });
    const { items } = await service.call('GET', `/accounts?userId=${userId}`);
    assert.equal(items.length, 1, 'resumed, not duplicated');
    await again.context().close();
  });

  if (wrong) {
    test(`${kind}: three wrong answers end the attempt, and the person can try again`, async () => {
      const { page, widget } = await here.open();
      await logIn(widget, `mfa_${kind}`);
      await widget.heading(heading).waitFor();
      for (const left of ['2 tries', '1 try']) {
        await wrong(widget);
        await widget.dialog.getByText(`You have ${left} left.`).first().waitFor();
      }
      await wrong(widget);
      await widget.heading('The security check did not work out').waitFor();
      if (kind === 'account') await look(page, 'mfa-three-wrong');
      assert.equal((await calls(page, 'onAccountError'))[0].argument.errorCode, 'INVALID_MFA');
      await widget.button('Try again').click();
      await widget.heading(/^Log in to/).waitFor();
      await page.context().close();
    });
  }
}

test('every kind: expiry', async (t) => {
  // The test moves this service's clock, so no other test may use it. All processes follow.
  const service = await Service.start({ pace: 0, processes: 2 });
  t.after(() => service.stop());
  // The sandbox approves requests on another device by itself. Another test has one that is never approved.
  const asked = await Promise.all(Object.entries(KINDS).filter(([kind]) => kind !== 'approve').map(async ([kind, { heading }]) => {
    const { userToken } = await service.createUser();
    const { page, widget } = await visit(service, userToken);
    await logIn(widget, `mfa_${kind}`);
    await widget.heading(heading).waitFor({ timeout: 60_000 });
    return { page, widget, kind };
  }));
  await service.command('clock', 'advance', '6m');
  for (const { page, widget, kind } of asked) {
    await widget.heading('Time ran out').waitFor({ timeout: 60_000 });
    assert.equal((await calls(page, 'onAccountError'))[0].argument.errorCode, 'MFA_TIMEOUT', kind);
    await widget.button('Try again').click();
    await widget.heading(/^Log in to/).waitFor();
    await page.context().close();
  }
});

test('logging in differently ends the account', async () => {
  const { page, widget, userId } = await here.open({}, { device: PHONE });
  await logIn(widget, 'mfa_sms');
  await widget.code.waitFor();
  await widget.code.fill('12');
  const revoked = page.waitForResponse((response) => response.request().method() === 'DELETE');
  await widget.button('Log in differently').click();
  await widget.heading('Log in to Sprout').waitFor();
  assert.equal((await revoked).status(), 200);
  assert.equal(await widget.field('User name').inputValue(), 'mfa_sms');
  assert.equal(await widget.field('Password').inputValue(), '');
  await look(page, 'mfa-differently');
  assert.deepEqual((await called(page)).slice(-3), ['MfaPageOpened', 'onAccountRemoved', 'LoginPageOpened']);
  const { items } = await here.service.call('GET', `/accounts?userId=${userId}`);
  assert.deepEqual(items.map(({ connectionStatus }) => connectionStatus), ['DISCONNECTED']);
  // Another login starts another account, without a trace of the code.
  await widget.field('User name').fill('mfa_email');
  await widget.field('Password').fill('anything');
  await widget.button('Log in').click();
  await widget.dialog.getByText(/by e-mail/).waitFor();
  assert.equal(await widget.code.inputValue(), '');
  await code(widget);
  await widget.heading(/is linked$/).waitFor();
  assert.deepEqual(page.troubles, []);
});

test('a code is extracted from typed digits or a pasted message', async () => {
  for (const typed of ['١٢٣٤', '۱۲۳۴', 'Your code is 12 34', 'رمزك هو ١٢٣٤']) {
    const { page, widget } = await here.open();
    await logIn(widget, 'mfa_sms');
    await widget.code.waitFor();
    await widget.code.focus();
    await page.keyboard.insertText(typed);
    await widget.heading(/is linked$/).waitFor();
    await page.context().close();
  }
  // Entered digit by digit. What is shown is what is sent.
  const { page, widget } = await here.open();
  await logIn(widget, 'mfa_sms');
  await widget.code.waitFor();
  await widget.code.focus();
  for (const digit of '٩٨٧') await page.keyboard.insertText(digit);
  assert.equal(await widget.code.inputValue(), '987');
  const { page: other, widget: mobile } = await here.open();
  await mobile.agree();
  await mobile.choose('joyride', 'JoyRide');
  await mobile.field('Mobile number').fill('٩٥٥ ٩٩٩ ١٢٣٤');
  await mobile.field(/Password/).fill('123456');
  await mobile.button('Log in').click();
  await mobile.heading('JoyRide is linked').waitFor();
  assert.deepEqual([...page.troubles, ...other.troubles], []);
});

test('several factors: a screen for each, each reported to the host once', async () => {
  const { page, widget } = await here.open({}, { device: PHONE });
  await logIn(widget, 'mfa_chain');
  await widget.heading('Where should the code go?').waitFor();
  await pick(widget, /Text message/, 'Send the code');
  await widget.heading('Enter your code').waitFor();
  await look(page, 'mfa-chain-code');
  await code(widget);
  await widget.heading('Answer your security question').waitFor();
  assert.equal(await widget.field(PET).inputValue(), '');
  await type(widget, PET, 'Rex');
  await widget.heading(/is linked$/).waitFor();
  assert.equal(await reportedPages(page), 3);
});

test('declined on the other device', async () => {
  const { page, widget } = await here.open();
  await logIn(widget, 'mfa_deny');
  await widget.heading('Approve it on your device').waitFor();
  await widget.heading('The security check did not work out').waitFor();
  assert.equal((await calls(page, 'onAccountError'))[0].argument.errorCode, 'INVALID_MFA');
});

test('never approved: it can be sent again, and then expires', async () => {
  const { page, widget } = await here.open({}, { device: { ...PHONE, ...DARK } });
  await logIn(widget, 'mfa_timeout');
  await widget.heading('Approve it on your device').waitFor();
  await widget.dialog.getByText('42', { exact: true }).waitFor();
  await widget.button('Send it again').click();
  await widget.dialog.getByText('17', { exact: true }).waitFor();
  await look(page, 'mfa-sent-again');
  assert.equal(await reportedPages(page), 1, 'sent again is no new screen');
  await widget.heading('Time ran out').waitFor();
  await look(page, 'mfa-timeout');
  assert.equal((await calls(page, 'onAccountError'))[0].argument.errorCode, 'MFA_TIMEOUT');
  await widget.button('Try again').click();
  await widget.heading(/^Log in to/).waitFor();
});

test('another picture', async () => {
  const { page, widget } = await here.open({}, { device: PHONE });
  await logIn(widget, 'mfa_read_image');
  await widget.heading('Type what you see').waitFor();
  await widget.field(PICTURE).fill('what was typed');
  await widget.button('Show another picture').click();
  await widget.dialog.getByText('Here is another picture.').first().waitFor();
  assert.equal(await widget.field(PICTURE).inputValue(), '');
  await picturesAreDrawn(page);
  await look(page, 'mfa-another-picture');
  await type(widget, PICTURE, 'R3XTB');
  await widget.heading(/is linked$/).waitFor();
});

test('a missing answer shows an error beside its field', async () => {
  const { page, widget } = await here.open({}, { device: PHONE });
  await logIn(widget, 'mfa_questions');
  await widget.field(PET).fill('Rex');
  await next(widget);
  await widget.dialog.getByText('This answer is missing.').waitFor();
  assert.equal(await widget.dialog.getByText('This answer is missing.').count(), 1);
  assert.equal(await widget.field(CITY).getAttribute('aria-invalid'), 'true');
  assert.equal(await widget.field(PET).inputValue(), 'Rex');
  await look(page, 'mfa-question-missing');
  const { page: other, widget: images } = await here.open();
  await logIn(images, 'mfa_choose_image');
  await next(images);
  await images.dialog.getByText('Choose one first.').first().waitFor();
  await look(other, 'mfa-choice-missing');
});

test('unknown kinds end in UNSUPPORTED_MFA_METHOD', async () => {
  const { page, widget } = await here.open();
  await logIn(widget, 'mfa_iris');
  await widget.heading('This security check is not supported').waitFor();
  await look(page, 'mfa-unsupported');
  assert.equal((await calls(page, 'onAccountError'))[0].argument.errorCode, 'UNSUPPORTED_MFA_METHOD');

  // Imitates a service that is newer than the widget.
  const newer = await here.open();
  await newer.page.route('**/link/v1/accounts/*?*', async (route) => {
    const answer = await route.fetch();
    const account = await answer.json();
    if (account.challenge) account.challenge.kind = { iris: { eye: 'left' } };
    await route.fulfill({ response: answer, json: account });
  });
  await logIn(newer.widget, 'mfa_sms');
  await newer.widget.heading('This security check is not supported').waitFor();
  const [{ argument }] = await calls(newer.page, 'onAccountError');
  assert.equal(argument.errorCode, 'UNSUPPORTED_MFA_METHOD');
  assert.equal(await reportedPages(newer.page), 0);
  // Nobody can answer the challenge, so the service ends the account.
  await untilTrue(async () => {
    const account = await here.service.call('GET', `/accounts/${argument.accountId}`);
    return account.connectionStatus === 'DISCONNECTED';
  });
});

for (const [kind, downs, name, button] of [
  ['destination', 1, /E-mail/, 'Send the code'],
  ['account', 0, /Personal, number ending/, 'Continue'],
  ['choose_image', 3, 'A sailing boat', 'Continue'],
]) {
  test(`${kind} with the keyboard alone`, async () => {
    const { page, widget } = await here.open();
    await logIn(widget, `mfa_${kind}`);
    await widget.heading(KINDS[kind].heading).waitFor();
    const isOnRadio = () => page.evaluate(() => document.querySelector('wink-link').shadowRoot.activeElement?.type === 'radio');
    for (let presses = 0; presses < 10 && !(await isOnRadio()); presses += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    for (let presses = 0; presses < downs; presses += 1) await page.keyboard.press('ArrowDown');
    assert.equal(await radio(widget, name).isChecked(), true);
    await look(page, `mfa-${kind}-keyboard`);
    await page.keyboard.press('Enter');
    if (kind === 'destination') {
      await widget.code.waitFor();
      await page.keyboard.type('1234');
    }
    await widget.heading(/is linked$/).waitFor();
    assert.ok(button);
  });
}

test('pictures are drawn on a page with a strict policy', async () => {
  const policy = `default-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' ${here.service.origin}; style-src 'self' 'unsafe-inline'; img-src 'self'; connect-src ${here.service.origin}; require-trusted-types-for 'script'`;
  const { page, widget } = await here.open({}, { headers: { 'content-security-policy': policy } });
  await logIn(widget, 'mfa_choose_image');
  await widget.heading('Choose your picture').waitFor();
  await picturesAreDrawn(page);
  assert.equal(await widget.dialog.getByText('This picture cannot be shown.').count(), 0);
  assert.deepEqual(page.troubles, []);
});
