// Opens the widget for the invited person, with a link token that is made in the click itself. What the page shows is
// decided by the service: after linking, the page is reloaded.
{
  const here = location.pathname;
  const button = document.getElementById('open');
  const fault = document.getElementById('fault');

  for (const time of document.querySelectorAll('time')) {
    const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'long' });
    time.textContent = format.format(new Date(time.dateTime));
  }

  // Nothing hangs on it: if it is lost, the host learns of the widget next.
  fetch(`${here}/opened`, { method: 'POST', keepalive: true }).catch(() => {});

  const busy = (isBusy) => {
    button.setAttribute('aria-disabled', String(isBusy));
    button.classList.toggle('busy', isBusy);
  };

  const open = async () => {
    const answer = await fetch(`${here}/token`, { method: 'POST' });
    if (answer.status === 404 || answer.status === 410) {
      // It expired or was used meanwhile; the page says so.
      location.reload();
      return;
    }
    if (!answer.ok) throw new Error(`no token: ${answer.status}`);
    const config = await answer.json();
    let isShared = false;
    const shared = () => { isShared = true; };
    new SmileLinkModal({
      ...config,
      onAccountConnected: shared,
      onUploadsCreated: shared,
      onClose: () => {
        if (isShared) {
          location.reload();
        } else {
          busy(false);
          button.focus();
        }
      },
    }).open();
  };

  button.addEventListener('click', () => {
    if (button.getAttribute('aria-disabled') === 'true') return;
    fault.hidden = true;
    busy(true);
    open().catch((error) => {
      console.warn('the widget could not be opened', error);
      busy(false);
      fault.hidden = false;
    });
  });
}
