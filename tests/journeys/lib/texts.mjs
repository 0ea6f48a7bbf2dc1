// A language's texts, from the catalogue files.

import { readFile } from 'node:fs/promises';

const root = new URL('../../../', import.meta.url);

// Returns a language's texts by key; `[other]` if the key is counted.
export async function textsOf(language) {
  const texts = new Map();
  const file = await readFile(new URL(`static/messages/${language}.txt`, root), 'utf8');
  for (const [, key, text] of file.matchAll(/^(\w+)(?:\[other\])? = (.*)$/gm)) texts.set(key, text);
  return (key, values = {}) => {
    if (!texts.has(key)) throw new Error(`${language} has no text ${key}`);
    // In Arabic, values are between isolates, which keep their direction separate.
    const isolated = (value) => (language === 'ar' ? `\u2068${value}\u2069` : value);
    return texts.get(key).replace(/\{(\w+)\}/g, (_, name) => isolated(values[name]));
  };
}
