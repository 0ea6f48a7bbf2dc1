// What can be wrong with where things are. Each function answers with findings, as texts.

// What sticks out of the dialog sideways, or makes it scroll sideways.
export function outside(page) {
  return page.evaluate(() => {
    const dialog = document.querySelector('wink-link').shadowRoot.querySelector('dialog');
    const box = dialog.getBoundingClientRect();
    const findings = [];
    if (box.left < -1 || box.right > innerWidth + 1) findings.push('the dialog is wider than the page');
    for (const element of dialog.querySelectorAll('*')) {
      const style = getComputedStyle(element);
      if (element.closest('svg, .wink-hidden, [hidden]') || style.position === 'fixed') continue;
      const own = element.getBoundingClientRect();
      if (own.width === 0 || own.height === 0) continue;
      // Chips lie in a row that scrolls by itself.
      const scroller = element.closest('[data-scrolls-sideways], .wink-chips');
      if (!scroller && (own.left < box.left - 1 || own.right > box.right + 1)) {
        findings.push(`sticks out: ${element.className || element.tagName} “${element.textContent.slice(0, 40)}”`);
      }
      const scrolls = ['auto', 'scroll'].includes(style.overflowX);
      if (scrolls && !scroller && element.scrollWidth > element.clientWidth + 1) {
        findings.push(`scrolls sideways: ${element.className}`);
      }
    }
    return findings;
  });
}

// Texts on buttons, labels and headings that are cut off.
export function clippedTexts(page) {
  return page.evaluate(() => {
    const root = document.querySelector('wink-link').shadowRoot;
    return [...root.querySelectorAll('button, label, h1, h2, h3, legend')]
      .filter((element) => !element.closest('.wink-hidden') && element.scrollWidth > element.clientWidth + 1
        && getComputedStyle(element).overflowX !== 'visible' && element.clientWidth > 0)
      .map((element) => `cut off: “${element.textContent}”`);
  });
}

// Controls that a thumb would miss. A link within a sentence may be as small as its line.
export function smallTargets(page) {
  return page.evaluate(() => {
    const root = document.querySelector('wink-link').shadowRoot;
    const controls = root.querySelectorAll('button, input, select, textarea, [role="option"], a[href]');
    const findings = [];
    for (const control of controls) {
      if (control.closest('.wink-hidden, [hidden]') || control.matches('.wink-hidden')) continue;
      if (control.matches('a') && getComputedStyle(control).display === 'inline') continue;
      // A radio button or a check box is hit through its label.
      const target = control.matches('[type="radio"], [type="checkbox"], [type="file"]')
        ? control.closest('label') ?? control : control;
      const own = target.getBoundingClientRect();
      if (own.width === 0 && own.height === 0) continue;
      // A pseudo-element can make room around what is drawn.
      const after = getComputedStyle(target, '::after');
      const room = after.position === 'absolute' ? [parseFloat(after.width), parseFloat(after.height)] : [0, 0];
      const box = { width: Math.max(own.width, room[0] || 0), height: Math.max(own.height, room[1] || 0) };
      if (box.width < 43.5 || box.height < 43.5) {
        const name = control.getAttribute('aria-label') ?? (control.textContent || control.className);
        findings.push(`${Math.round(box.width)} × ${Math.round(box.height)}: “${name}”`);
      }
    }
    return findings;
  });
}

// Controls that cannot be scrolled into view, or are covered when they are.
export function unreachable(page) {
  return page.evaluate(() => {
    const root = document.querySelector('wink-link').shadowRoot;
    const findings = [];
    for (const control of root.querySelectorAll('button, input, select, a[href]')) {
      if (control.closest('.wink-hidden, [hidden]') || control.matches('.wink-hidden, [type="file"]')) continue;
      const size = control.getBoundingClientRect();
      if (size.width === 0) continue;
      control.scrollIntoView({ block: 'center' });
      const box = control.getBoundingClientRect();
      const at = root.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      if (!at || !(control.contains(at) || at.contains(control))) {
        const cover = at ? at.className || at.tagName : 'nothing';
        const name = control.getAttribute('aria-label') ?? (control.textContent || control.id);
        findings.push(`cannot be reached: “${name}”, covered by ${cover}`);
      }
    }
    return findings;
  });
}
