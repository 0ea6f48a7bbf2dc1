// The keyboard alone: what has the focus inside the widget, and the way to what is wanted.

// The tag, the name and the kind of what has the focus.
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

// The tag and the text, or the id, of what has the focus; where a screen takes it by itself, it is there soon.
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
