// The widget as a person sees it: elements are found by role and name.

export class Widget {
  constructor(page) {
    this.page = page;
    this.dialog = page.locator('wink-link dialog');
  }

  heading(name) {
    return this.dialog.getByRole('heading', { name });
  }

  button(name) {
    return this.dialog.getByRole('button', { name, exact: true });
  }

  get search() {
    return this.dialog.getByRole('combobox', { name: 'Search' });
  }

  get code() {
    return this.dialog.getByRole('textbox', { name: 'Code' });
  }

  get alert() {
    return this.dialog.getByRole('alert').filter({ hasText: /\S/ });
  }

  option(name) {
    return this.dialog.getByRole('option', { name });
  }

  field(label) {
    return this.dialog.getByLabel(label, { exact: true });
  }

  async agree() {
    await this.button('I agree').click();
    await this.heading('Choose an account to link').waitFor();
  }

  async choose(query, name) {
    await this.search.fill(query);
    await this.option(name).first().click();
    await this.heading(/^Log in to/).waitFor();
  }

  async logIn(label, user, password) {
    await this.field(label).fill(user);
    await this.field('Password').fill(password);
    await this.button('Log in').click();
  }

  async enterCode(code) {
    await this.code.waitFor();
    await this.code.fill(code);
  }

  async done() {
    await this.button('Done').click();
    await this.dialog.waitFor({ state: 'detached' });
  }
}
