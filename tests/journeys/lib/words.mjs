// A language's own words, as the catalogue files have them. English is in the Rust table.

import { readFile } from 'node:fs/promises';

const root = new URL('../../../', import.meta.url);

// The texts of a language by key; `[other]` where the key is counted.
export async function wordsOf(language) {
  const words = new Map();
  if (language === 'en') {
    const table = await readFile(new URL('src/messages/english.rs', root), 'utf8');
    for (const [, key, text] of table.matchAll(/^ {4}(\w+) =>\s+(?:one "[^"]*"\s+other )?"([^"]*)",$/gm)) words.set(key, text);
  } else {
    const file = await readFile(new URL(`static/messages/${language}.txt`, root), 'utf8');
    for (const [, key, text] of file.matchAll(/^(\w+)(?:\[other\])? = (.*)$/gm)) words.set(key, text);
  }
  return (key, values = {}) => {
    if (!words.has(key)) throw new Error(`${language} has no text ${key}`);
    // In Arabic, values stand between marks that keep their direction to themselves.
    const isolated = (value) => (language === 'ar' ? `\u2068${value}\u2069` : value);
    return words.get(key).replace(/\{(\w+)\}/g, (_, name) => isolated(values[name]));
  };
}
