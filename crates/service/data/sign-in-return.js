// Tells the widget that there is news, and closes the window where all is said. The messages carry nothing: the widget
// asks the service how the account stands, and would find out by itself a moment later.
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
