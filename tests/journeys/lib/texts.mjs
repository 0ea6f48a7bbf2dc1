// A language's own texts, as the catalogue files have them.

import { readFile } from 'node:fs/promises';

const root = new URL('../../../', import.meta.url);

// The texts of a language by key; `[other]` where the key is counted.
export async function textsOf(language) {
  const texts = new Map();
  const file = await readFile(new URL(`static/messages/${language}.txt`, root), 'utf8');
  for (const [, key, text] of file.matchAll(/^(\w+)(?:\[other\])? = (.*)$/gm)) texts.set(key, text);
  return (key, values = {}) => {
    if (!texts.has(key)) throw new Error(`${language} has no text ${key}`);
    // In Arabic, values stand between marks that keep their direction to themselves.
    const isolated = (value) => (language === 'ar' ? `\u2068${value}\u2069` : value);
    return texts.get(key).replace(/\{(\w+)\}/g, (_, name) => isolated(values[name]));
  };
}
