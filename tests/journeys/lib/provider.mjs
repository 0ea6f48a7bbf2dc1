// The sandbox's sign-in page, as a person sees it.

import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import assert from 'node:assert/strict';

const require = createRequire(import.meta.url);
const axeSource = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');

export class ProviderPage {
  constructor(page) {
    this.page = page;
    this.troubles = [];
    page.on('console', (message) => { if (message.type() === 'error') this.troubles.push(message.text()); });
  }

  async logIn(name, password) {
    await this.page.getByLabel('User name, e-mail or mobile number').fill(name);
    await this.page.getByLabel('Password').fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }

  // Confirms on our page before the provider's, which asks when the widget could not confirm.
  async confirm(name) {
    await this.page.getByRole('link', { name: `I began this: go on to ${name}` }).click();
  }

  async decide(name) {
    await this.page.getByRole('heading', { name: /^Let Wink read/ }).waitFor();
    await this.page.getByRole('button', { name, exact: true }).click();
  }

  async look(name) {
    await this.page.screenshot({ path: join(process.env.WINK_ARTEFACTS, `${name}.png`) });
    await this.page.evaluate(axeSource);
    const violations = await this.page.evaluate(async () => {
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
      const found = await window.axe.run(document, { runOnly: tags });
      return found.violations.map(({ id, nodes }) => ({ id, at: nodes.map((node) => node.failureSummary) }));
    });
    assert.deepEqual(violations, [], `axe on ${name}`);
  }
}

// Chooses to sign in at the provider; the caller clicks the button.
export async function chooseSignIn(widget, query, name) {
  await widget.choose(query, name);
  await widget.button('Other ways to log in').click();
  await widget.dialog.getByRole('button', { name: `Sign in at ${name}` }).click();
  await widget.heading(`Log in to ${name}`).waitFor();
}

export async function openWindow(page, widget, name) {
  const [popup] = await Promise.all([page.waitForEvent('popup'), widget.button(`Sign in at ${name}`).click()]);
  return new ProviderPage(popup);
}
