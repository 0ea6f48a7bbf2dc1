// "Can't find your employer?" leads to the survey, and to documents if upload is enabled.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESKTOP, PHONE, look } from './lib/browser.mjs';
import { called, calls, journeys } from './lib/journey.mjs';

const here = journeys();

test('from a search without a match to the thanks', async () => {
  const { page, widget } = await here.open({}, { device: PHONE });
  await widget.agree();
  await widget.search.fill('Aling Nena zzzz');
  await widget.button('Can’t find your employer?').waitFor();
  await look(page, 'survey-1-no-match');
  await widget.button('Can’t find your employer?').click();
  await widget.heading('Tell us who you work for').waitFor();
  await look(page, 'survey-2-form');
  assert.equal(await widget.field('Employer’s name').inputValue(), 'Aling Nena zzzz');
  await widget.field('Employer’s name').fill('');
  await widget.field('Your e-mail address (optional)').fill('ana@');
  await widget.button('Send').click();
  await widget.dialog.getByText('Employer’s name is missing.').waitFor();
  await widget.dialog.getByText('E-mail address does not look right.').waitFor();
  await look(page, 'survey-3-faults');
  await widget.field('Employer’s name').fill('Aling Nena’s Sari-Sari');
  await widget.field('Country (optional)').selectOption({ label: 'Philippines' });
  await widget.field('Your e-mail address (optional)').fill('ana@example.com');
  const [request] = await Promise.all([
    page.waitForRequest((wanted) => wanted.url().endsWith('/link/v1/employers')),
    widget.button('Send').click(),
  ]);
  assert.deepEqual(request.postDataJSON(), {
    name: 'Aling Nena’s Sari-Sari', country: 'PH', email: 'ana@example.com',
  });
  await widget.heading('Thank you').waitFor();
  await look(page, 'survey-4-thanks');
  await widget.done();
  assert.deepEqual(await called(page), [
    'ConsentPageOpened', 'ProviderListPageOpened', 'EmployerSurveyPageOpened', 'onClose',
  ]);
  assert.deepEqual((await calls(page, 'onClose'))[0].argument, { reason: 'exit' });
  assert.deepEqual(page.troubles, []);
});

test("at the end of the list, back again, and closing by itself", async () => {
  const { page, widget } = await here.open({ providerTypes: ['CREDENTIAL'] }, { device: { ...DESKTOP, colorScheme: 'dark' } });
  await widget.agree();
  await widget.button('Can’t find your employer?').scrollIntoViewIfNeeded();
  await look(page, 'survey-list-end');
  await widget.button('Can’t find your employer?').click();
  await widget.heading('Tell us who you work for').waitFor();
  await look(page, 'survey-dark');
  await widget.button('Back').click();
  await widget.heading('Choose an account to link').waitFor();
  await widget.button('Can’t find your employer?').click();
  await widget.field('Employer’s name').fill('Tindahan');
  await page.route('**/link/v1/employers', (route) => route.abort());
  await widget.button('Send').click();
  await widget.alert.filter({ hasText: 'That did not go through' }).waitFor();
  assert.equal(await widget.field('Employer’s name').inputValue(), 'Tindahan');
  await page.unroute('**/link/v1/employers');
  await widget.button('Send').click();
  await widget.heading('Thank you').waitFor();
  await widget.dialog.waitFor({ state: 'detached', timeout: 12_000 });
});

test('with upload enabled it leads to documents, and the name can still be left', async () => {
  const { page, widget } = await here.open({ enableUpload: true }, { device: PHONE });
  await widget.agree();
  await widget.search.fill('Aling Nena zzzz');
  await widget.button('Can’t find your employer?').click();
  await widget.heading('What would you like to upload?').waitFor();
  await look(page, 'survey-upload-1-kinds');
  await widget.button('Back').click();
  await widget.heading('Choose an account to link').waitFor();
  assert.equal(await widget.search.inputValue(), 'Aling Nena zzzz', 'what was looked for is still there');
  await widget.button('Can’t find your employer?').click();
  await widget.button('Ask us to add your employer').click();
  await widget.heading('Tell us who you work for').waitFor();
  assert.equal(await widget.field('Employer’s name').inputValue(), 'Aling Nena zzzz');
  await widget.button('Back').click();
  await widget.heading('What would you like to upload?').waitFor();
  await widget.button('Ask us to add your employer').click();
  await widget.button('Send').click();
  await widget.heading('Thank you').waitFor();
  await look(page, 'survey-upload-2-thanks');
  await widget.button('Upload a document').click();
  await widget.heading('What would you like to upload?').waitFor();
  assert.deepEqual(await called(page), [
    'ConsentPageOpened', 'ProviderListPageOpened', 'FileTypeListPageOpened', 'ProviderListPageOpened',
    'FileTypeListPageOpened', 'EmployerSurveyPageOpened', 'FileTypeListPageOpened', 'EmployerSurveyPageOpened',
    'FileTypeListPageOpened',
  ]);
  assert.deepEqual(page.troubles, []);
});
