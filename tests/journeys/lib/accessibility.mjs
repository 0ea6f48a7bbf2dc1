// What a screen reader receives: the browser's accessibility tree.

import { settled } from './journey.mjs';

const property = (node, name) => node.properties?.find((known) => known.name === name)?.value.value;

// The live regions with a text, as `{ role, live, text }`.
export async function liveRegions(page) {
  page.devtools ??= await page.context().newCDPSession(page);
  const { nodes } = await page.devtools.send('Accessibility.getFullAXTree');
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const textOf = (node) => {
    if (node === undefined) return '';
    if (node.role?.value === 'StaticText') return node.name?.value ?? '';
    return (node.childIds ?? []).map((id) => textOf(byId.get(id))).join('');
  };
  return nodes
    .filter((node) => !node.ignored && ['alert', 'status', 'timer', 'log'].includes(node.role?.value))
    .map((node) => ({ role: node.role.value, live: property(node, 'live') ?? 'off', text: textOf(node).trim() }))
    .filter(({ text }) => text !== '');
}

// Waits until a live region announces this, and returns all regions that do.
export async function untilSaid(page, words, millis = 60_000) {
  const end = Date.now() + millis;
  let last = [];
  while (Date.now() < end) {
    last = await liveRegions(page);
    const said = last.filter(({ text, live }) => live !== 'off' && words.test(text));
    if (said.length > 0) return said;
    await settled(page);
  }
  throw new Error(`nothing live says ${words}: ${JSON.stringify(last)}`);
}
