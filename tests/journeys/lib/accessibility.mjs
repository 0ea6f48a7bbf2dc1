// What a screen reader is given: the browser's own accessibility tree.

import { settled } from './journey.mjs';

const property = (node, name) => node.properties?.find((known) => known.name === name)?.value.value;

// The live regions that say something, as `{ role, live, text }`, where a region is the outermost element of its kind.
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

// Waits until a region that is really announced says this, and answers with all that say it.
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
