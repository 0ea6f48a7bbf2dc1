// Asks the widget whether it has opened this window, and continues if the widget proves it. Otherwise the person is
// asked: at once if there is no opener, or by the style sheet after a moment if the opener does not answer.
{
  const page = document.getElementById('start');
  const opener = window.opener;
  if (opener) {
    addEventListener('message', ({ source, data }) => {
      if (source === opener && data?.kind === 'sign-in-proof' && typeof data.proof === 'string') {
        location.replace(`${page.dataset.onward}&proof=${encodeURIComponent(data.proof)}`);
      }
    });
    // The opener may be on any origin, and there is nothing in the message to keep from it.
    opener.postMessage({ source: 'wink', kind: 'sign-in-asks' }, '*');
  } else {
    page.classList.add('alone');
  }
}
