// Notifies the widget, and closes the window if nothing is left to show. The messages carry no data: the widget asks the
// service for the account's state, and would learn it by itself a moment later.
{
  const news = { source: 'wink', kind: 'sign-in-returned' };
  try {
    const channel = new BroadcastChannel('wink-sign-in');
    channel.postMessage(news);
    channel.close();
  } catch { /* A window without an origin has no channels. */ }
  try {
    // The opener may be on any origin, and there is nothing in the message to keep from it.
    window.opener?.postMessage(news, '*');
  } catch { /* It is gone. */ }
  if (document.getElementById('returned')?.dataset.closesBy === 'itself') {
    setTimeout(() => window.close(), 1500);
  }
}
