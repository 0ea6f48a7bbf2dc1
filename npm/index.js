// The package's entry: the module's exports, with the addresses of the message catalogues and of the code that inspects
// files. Each address is a literal, so that bundlers include the files. Only the one in use is fetched.

import init, { initSync, SmileLinkModal as Modal } from './wink.js';

const CATALOGUES = {
  fil: () => new URL('./messages/fil.txt', import.meta.url),
  id: () => new URL('./messages/id.txt', import.meta.url),
  'zh-Hans': () => new URL('./messages/zh-Hans.txt', import.meta.url),
  ar: () => new URL('./messages/ar.txt', import.meta.url),
};

async function catalogue(language) {
  const answer = await fetch(CATALOGUES[language](), { credentials: 'omit' });
  if (!answer.ok) throw new Error(`the catalogue answered ${answer.status}`);
  return answer.text();
}

export class SmileLinkModal extends Modal {
  constructor(config) {
    super(config, undefined, catalogue, () => import('./documents.js'));
  }
}

export { initSync };
export default init;
