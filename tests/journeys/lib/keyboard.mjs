// Using the keyboard alone: finding the focus inside the widget, and moving it.

// Describes the focused element by tag, name and `autocomplete`.
export function focused(page) {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return `${element?.tagName} ${element?.getAttribute('aria-label') ?? element?.textContent.trim()} ${element?.getAttribute('autocomplete') ?? ''}`;
  });
}

export async function tabTo(page, wanted) {
  const seen = [];
  for (let presses = 0; presses < 30; presses += 1) {
    const now = await focused(page);
    if (wanted.test(now)) return;
    seen.push(now);
    await page.keyboard.press('Tab');
  }
  throw new Error(`no ${wanted} among ${seen.join(' | ')}`);
}

// Waits until an element with this tag, and this text or id, has the focus.
export async function untilFocused(page, wanted) {
  await page.waitForFunction(([tag, text]) => {
    const inside = document.querySelector('wink-link').shadowRoot.activeElement;
    return inside?.tagName === tag && (inside.textContent.trim().startsWith(text) || inside.id === text);
  }, wanted);
}

// Tabs to a button and presses it.
export async function press(page, name) {
  await tabTo(page, new RegExp(`^(BUTTON|A) ${name}`));
  await page.keyboard.press('Enter');
}
