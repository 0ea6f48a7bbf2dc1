// Records what the widget encrypts, because requests do not show it.

// Call this while the page is empty.
export function watchSealing(page) {
  return page.addInitScript(() => {
    window.sealed = [];
    const { encrypt } = SubtleCrypto.prototype;
    SubtleCrypto.prototype.encrypt = function (kind, key, bytes) {
      if (kind.name === 'AES-GCM') window.sealed.push(JSON.parse(new TextDecoder().decode(bytes)));
      return encrypt.call(this, kind, key, bytes);
    };
  });
}

export function lastSealed(page) {
  return page.evaluate(() => window.sealed.at(-1));
}
