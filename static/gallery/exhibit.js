// One exhibit on a page of its own: `exhibit.html?show=consent&scheme=dark&language=ar`. Without a name it only says
// which names there are, to the page around it or to whoever drives it.

import init, { exhibits, show } from './wink.js';

const wish = new URLSearchParams(location.search);
await init({ module_or_path: new URL('wink.wasm', import.meta.url) });

const texts = async (language) => (
  language === 'en' ? undefined : (await fetch(new URL(`messages/${language}.txt`, import.meta.url))).text()
);

// Another exhibit can be shown without loading the page again.
window.gallery = {
  names: exhibits(),
  show: async (name, scheme, language = 'en') => show(name, scheme, language, await texts(language)),
};
const name = wish.get('show');
if (name) {
  await window.gallery.show(name, wish.get('scheme') ?? 'system', wish.get('language') ?? 'en');
}
document.documentElement.dataset.ready = '';
if (parent !== window) parent.postMessage({ exhibits: exhibits() }, location.origin);
