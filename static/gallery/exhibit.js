// One exhibit on a page of its own: `exhibit.html?show=consent&scheme=dark&language=ar`. Without a name it only reports
// the names of all exhibits, to the parent page and to tests.

import init, { exhibits, show } from './wink.js';

const query = new URLSearchParams(location.search);
await init({ module_or_path: new URL('wink.wasm', import.meta.url) });

const texts = async (language) => (
  language === 'en' ? undefined : (await fetch(new URL(`messages/${language}.txt`, import.meta.url))).text()
);

// Shows another exhibit without reloading the page.
window.gallery = {
  names: exhibits(),
  show: async (name, scheme, language = 'en') => show(name, scheme, language, await texts(language)),
};
const name = query.get('show');
if (name) {
  await window.gallery.show(name, query.get('scheme') ?? 'system', query.get('language') ?? 'en');
}
document.documentElement.dataset.ready = '';
if (parent !== window) parent.postMessage({ exhibits: exhibits() }, location.origin);
