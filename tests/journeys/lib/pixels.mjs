// What is really painted: screenshots, inspected in the page.

// Takes a screenshot, and keeps it in the page under a name.
export async function paint(page, name = 'painted') {
  const png = (await page.screenshot({ animations: 'disabled' })).toString('base64');
  await page.evaluate(async ([key, data]) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context.drawImage(bitmap, 0, 0);
    window.pictures ??= {};
    window.pictures[key] = context.getImageData(0, 0, bitmap.width, bitmap.height);
  }, [name, png]);
}

// Returns the elements that are hard to see: with a contrast of less than 3 to 1 (WCAG 1.4.11). `edged` elements must have
// a visible outline, `marked` ones a visible mark inside, and `filled` ones a colour that differs from the one above them.
export function unseen(page, parts) {
  return page.evaluate(({ edged, marked, filled }) => {
    const root = document.querySelector('wink-link').shadowRoot;
    const { data, width, height } = window.pictures.painted;
    const at = (x, y) => {
      const [column, row] = [Math.round(x), Math.round(y)];
      if (column < 0 || row < 0 || column >= width || row >= height) return undefined;
      return [...data.subarray((row * width + column) * 4, (row * width + column) * 4 + 3)];
    };
    const linear = (value) => (value <= 10.31475 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    const light = ([red, green, blue]) => 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    const contrast = (one, other) => {
      const [a, b] = [light(one), light(other)];
      return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    };
    // Skips what is scrolled out of view.
    const shown = (selector) => [...root.querySelectorAll(selector)].filter((element) => {
      const { left, right, bottom, width: own } = element.getBoundingClientRect();
      return !element.closest('.wink-hidden') && element.checkVisibility({ visibilityProperty: true })
        && own > 0 && left >= 0 && right <= width && bottom <= height;
    });
    const nameOf = (element) => `${element.className.baseVal ?? element.className} “${element.textContent.slice(0, 30)}”`;
    const findings = [];
    for (const element of shown(edged)) {
      const box = element.getBoundingClientRect();
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      const sides = {
        left: (step, along) => [box.left + step, y + along], right: (step, along) => [box.right - 1 - step, y + along],
        top: (step, along) => [x + along, box.top + step], bottom: (step, along) => [x + along, box.bottom - 1 - step],
      };
      for (const [side, place] of Object.entries(sides)) {
        const outside = at(...place(-3, 0));
        // Cut off by the edge of the page.
        if (!outside) continue;
        // A dashed line has gaps.
        const line = [-1, 0, 1, 2].flatMap((step) => [-2, 0, 2].map((along) => at(...place(step, along))));
        if (!line.some((pixel) => contrast(pixel, outside) >= 3)) findings.push(`no edge at the ${side} of ${nameOf(element)}`);
      }
    }
    for (const element of shown(marked)) {
      const box = element.getBoundingClientRect();
      let [least, most] = [Infinity, 0];
      for (let y = Math.ceil(box.top); y < box.bottom; y += 1) {
        for (let x = Math.ceil(box.left); x < box.right; x += 1) {
          const value = light(at(x, y) ?? [0, 0, 0]);
          [least, most] = [Math.min(least, value), Math.max(most, value)];
        }
      }
      if ((most + 0.05) / (least + 0.05) < 3) findings.push(`nothing in ${nameOf(element)}`);
    }
    for (const element of shown(filled)) {
      const box = element.getBoundingClientRect();
      const inside = at(box.left + Math.min(4, box.width / 2), box.top + box.height / 2);
      const above = at(box.left + Math.min(4, box.width / 2), box.top - 4);
      if (contrast(inside, above) < 3) findings.push(`as its surroundings: ${nameOf(element)}`);
    }
    return findings;
  }, { edged: ':not(*)', marked: ':not(*)', filled: ':not(*)', ...parts });
}

// Counts the pixels around a box that differ between two screenshots.
export function changed(page, box, [before, after], around = 6) {
  return page.evaluate(([{ x, y, width, height }, one, other, margin]) => {
    const [a, b] = [window.pictures[one], window.pictures[other]];
    let count = 0;
    for (let row = Math.floor(y - margin); row < y + height + margin; row += 1) {
      for (let column = Math.floor(x - margin); column < x + width + margin; column += 1) {
        if (column < 0 || row < 0 || column >= a.width || row >= a.height) continue;
        const place = (row * a.width + column) * 4;
        const apart = [0, 1, 2].reduce((sum, part) => sum + Math.abs(a.data[place + part] - b.data[place + part]), 0);
        if (apart > 150) count += 1;
      }
    }
    return count;
  }, [box, before, after, around]);
}
