// Layout checks. Each function returns its findings as texts.

// Elements that stick out of the dialog sideways, or make it scroll sideways.
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
      // Chips are in a row that scrolls on its own.
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

// Truncated texts on buttons, labels and headings.
export function clippedTexts(page) {
  return page.evaluate(() => {
    const root = document.querySelector('wink-link').shadowRoot;
    return [...root.querySelectorAll('button, label, h1, h2, h3, legend')]
      .filter((element) => !element.closest('.wink-hidden') && element.scrollWidth > element.clientWidth + 1
        && getComputedStyle(element).overflowX !== 'visible' && element.clientWidth > 0)
      .map((element) => `cut off: “${element.textContent}”`);
  });
}

// Controls that are too small for a thumb. A link within a sentence may be one line high.
export function smallTargets(page) {
  return page.evaluate(() => {
    const root = document.querySelector('wink-link').shadowRoot;
    const controls = root.querySelectorAll('button, input, select, textarea, [role="option"], a[href]');
    const findings = [];
    for (const control of controls) {
      if (control.closest('.wink-hidden, [hidden]') || control.matches('.wink-hidden')) continue;
      if (control.matches('a') && getComputedStyle(control).display === 'inline') continue;
      // A click on its label reaches a radio button or a check box.
      const target = control.matches('[type="radio"], [type="checkbox"], [type="file"]')
        ? control.closest('label') ?? control : control;
      const own = target.getBoundingClientRect();
      if (own.width === 0 && own.height === 0) continue;
      // A pseudo-element can enlarge the clickable area.
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

// Controls that cannot be scrolled into view, or are covered even then.
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

// Texts that overlap. Texts in the same scroll area are compared as a whole, others by their visible parts.
export function overlaps(page) {
  return page.evaluate(() => {
    const root = document.querySelector('wink-link').shadowRoot;
    const scrolls = (at) => ['auto', 'scroll'].includes(getComputedStyle(at).overflowY);
    const scrollerOf = (element) => {
      let at = element;
      while (at && !scrolls(at)) at = at.parentElement;
      return at;
    };
    // The visible part of a rectangle, as clipped by its ancestors up to `end`.
    const uncut = (rect, element, end) => {
      let [left, top, right, bottom] = [rect.left, rect.top, rect.right, rect.bottom];
      for (let at = element; at && at !== end; at = at.parentElement) {
        if (getComputedStyle(at).overflowY === 'visible') continue;
        const box = at.getBoundingClientRect();
        [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
        [top, bottom] = [Math.max(top, box.top), Math.min(bottom, box.bottom)];
      }
      return { left, top, right, bottom };
    };
    const texts = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!node.data.trim() || !element.checkVisibility() || element.closest('.wink-hidden, option')) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const rect of range.getClientRects()) {
        const scroller = scrollerOf(element);
        texts.push({ node, scroller, whole: uncut(rect, element, scroller), seen: uncut(rect, element) });
      }
    }
    const findings = [];
    texts.forEach((one, at) => {
      for (const other of texts.slice(at + 1)) {
        if (one.node === other.node) continue;
        const [a, b] = one.scroller === other.scroller ? [one.whole, other.whole] : [one.seen, other.seen];
        const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        // Close lines have boxes that touch, while their letters do not.
        if (width > 2 && height > 5) findings.push(`“${one.node.data}” lies on “${other.node.data}”`);
      }
    });
    return findings;
  });
}

// Texts that are cut off and cannot be scrolled to. Rows and the header may shorten names.
export function cutTexts(page) {
  return page.evaluate(() => {
    const root = document.querySelector('wink-link').shadowRoot;
    const findings = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      const isShortened = element.closest('.wink-hidden, [hidden], option, .wink-row-name, .wink-row-note, .wink-brand-name');
      if (!node.data.trim() || isShortened) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const text = range.getBoundingClientRect();
      if (text.width === 0) continue;
      for (let at = element; at && at !== root; at = at.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(at);
        if (['auto', 'scroll'].includes(overflowX) || ['auto', 'scroll'].includes(overflowY)) break;
        const box = at.getBoundingClientRect();
        const isCut = (overflowX !== 'visible' && (text.left < box.left - 1 || text.right > box.right + 1))
          || (overflowY !== 'visible' && (text.top < box.top - 1 || text.bottom > box.bottom + 1));
        if (isCut) {
          findings.push(`cut off by ${at.className || at.tagName}: “${node.data}”`);
          break;
        }
      }
    }
    return findings;
  });
}
