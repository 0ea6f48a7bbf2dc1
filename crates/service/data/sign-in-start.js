// Asks the widget whether it has opened this window, and goes on where it proves that it has. Otherwise the person is
// asked: at once where there is no opener, and by the style sheet after a moment where the opener says nothing.
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
