// The playground: a host page that shows what it does. It gets a token from its server, opens the widget with the
// configuration chosen on the page, and writes down every callback.
(function () {
  'use strict';

  const CALLBACKS = [
    'onAccountCreated', 'onAccountConnected', 'onAccountRemoved', 'onAccountError', 'onTokenExpired',
    'onUploadsCreated', 'onUploadsRemoved', 'onClose', 'onUIEvent',
  ];
  // As the widget has them: what is at its default is left out of the configuration.
  const SWITCHES = {
    enableSearchBar: true, enableTypeBar: true, enableUpload: false, enableConsentPage: true, enableSampleModel: false,
  };
  const TEXTS = ['templateId', 'companyName', 'language', 'apiHost'];
  const LISTS = ['topProviders', 'providers'];
  const PEOPLE = [
    {
      name: 'George Palomero Jr.', userName: 'George', email: 'gpalomero1234@smileapi.io', mobile: '+639559991234',
      ssNumber: '3300000008', password: '123456', code: '1234',
    },
    {
      name: 'Ryan Lestari', userName: 'Ryan', email: 'ryan1234@smileapi.io', mobile: '+628119994321',
      password: '654321', code: '1234',
    },
    {
      name: 'Christina Tan', userName: 'Christina', email: 'christina4321@smileapi.io', mobile: '+6599996789',
      password: 'YGUS1', code: '1234',
    },
    {
      name: 'Anisha Bhatia', userName: 'Anisha', email: 'anisha98765@smileapi.io', mobile: '+919511198765',
      password: '123456', code: '1234',
    },
  ];
  const WAIT_FOR_WIDGET_MILLIS = 20000;
  const DATA_TRIES = 20;
  const DATA_PAUSE_MILLIS = 750;

  const find = (id) => document.getElementById(id);
  const form = find('config');
  const entries = [];
  let userId = null;
  let isOpening = false;

  // ---- the widget's class: from the script tag, or from the module that trunk loaded ----

  function widget() {
    const present = () => window.SmileLinkModal || (window.wasmBindings && underTrunk(window.wasmBindings.SmileLinkModal));
    return new Promise((resolve, reject) => {
      if (present()) {
        resolve(present());
        return;
      }
      addEventListener('TrunkApplicationStarted', () => resolve(present()), { once: true });
      setTimeout(() => reject(new Error('The widget did not load.')), WAIT_FOR_WIDGET_MILLIS);
    });
  }

  // Replaces the loader, which would pass the addresses of the catalogues. Trunk puts these, and the
  // code that inspects files, next to the page.
  function underTrunk(Modal) {
    const documents = () => import(new URL('documents.js', document.baseURI));
    const catalogue = (language) => fetch(`messages/${language}.txt`).then((answer) => answer.text());
    return function (config) { return new Modal(config, undefined, catalogue, documents); };
  }

  const ready = widget();
  ready.then(() => status('ready', 'Ready'), (error) => status('failed', error.message));

  function status(state, text) {
    find('status').dataset.state = state;
    find('status').textContent = text;
  }

  // ---- configuration ----

  function configuration() {
    const config = {};
    for (const name of TEXTS) {
      const value = form.elements[name].value.trim();
      if (value) config[name] = value;
    }
    for (const name of LISTS) {
      const ids = form.elements[name].value.split(/[\s,]+/).filter(Boolean);
      if (ids.length) config[name] = ids;
    }
    const types = [...form.querySelectorAll('[name=providerTypes]:checked')].map((box) => box.value);
    if (types.length) config.providerTypes = types;
    for (const [name, usual] of Object.entries(SWITCHES)) {
      const chosen = form.elements[name].checked;
      if (chosen !== usual) config[name] = chosen;
    }
    return config;
  }

  function showSnippet() {
    const script = window.wasmBindings ? '/v2/smile.v2.js' : new URL('v2/smile.v2.js', location.href).href;
    const lines = Object.entries(configuration()).map(([name, value]) => `    ${name}: ${JSON.stringify(value)},`);
    find('snippet').textContent = [
      `<script src="${script}"><\/script>`,
      '<script>',
      '  new SmileLinkModal({',
      '    userToken, // from your server: POST /v1/users or POST /v1/tokens',
      ...lines,
      '    onAccountConnected: ({ accountId }) => console.log(accountId),',
      '  }).open();',
      '<\/script>',
    ].join('\n');
  }

  // ---- opening ----

  async function open() {
    if (isOpening) return;
    isOpening = true;
    // Not `disabled`: the button keeps the focus, so that the widget can give it back.
    find('open').setAttribute('aria-disabled', 'true');
    outcome('Opening…');
    try {
      const Modal = await ready;
      const config = configuration();
      config.userToken = await token();
      for (const name of CALLBACKS) config[name] = (...values) => called(name, values);
      new Modal(config).open();
      outcome('Takes about two minutes. You choose what to share.');
    } catch (error) {
      outcome(error.message, 'failed');
    }
    find('open').removeAttribute('aria-disabled');
    isOpening = false;
  }

  async function token() {
    const again = find('same-user').checked && userId;
    const request = { method: 'POST' };
    if (again) {
      request.headers = { 'content-type': 'application/json' };
      request.body = JSON.stringify({ userId });
    }
    const answer = await fetch('/playground/token', request).catch(() => null);
    if (!answer) throw new Error('The service does not answer. Is it running?');
    if (!answer.ok) throw new Error(`The service refused a token (${answer.status}).`);
    const body = await answer.json();
    userId = body.userId;
    find('user').textContent = `The last token was for ${userId}.`;
    return body.userToken;
  }

  function outcome(text, state) {
    find('outcome').textContent = text;
    find('outcome').dataset.state = state || '';
  }

  // ---- callbacks ----

  function called(name, values) {
    log(name, values);
    const argument = values[0] || {};
    if (name === 'onAccountConnected') {
      outcome('Thank you. Your income is linked.', 'good');
      showData(argument.accountId);
    } else if (name === 'onAccountError') {
      outcome('Your income is not linked yet. You can try again.', 'failed');
    } else if (name === 'onTokenExpired') {
      outcome('That took too long. Please start again.', 'failed');
    }
  }

  function log(name, values) {
    const time = new Date();
    const text = values.map((value) => JSON.stringify(value)).join(', ');
    entries.push(`${time.toISOString()} ${name}(${text})`);

    const item = element('li', 'entry');
    item.dataset.kind = name;
    const stamp = element('time', '', time.toLocaleTimeString('en-GB') + '.' + String(time.getMilliseconds()).padStart(3, '0'));
    stamp.dateTime = time.toISOString();
    const detail = name === 'onUIEvent' && values[0] ? values[0].eventName : '';
    const heading = element('p', 'entry-head');
    heading.append(stamp, element('b', '', name), element('span', 'entry-detail', detail));
    item.append(heading, element('code', '', text || 'no argument'));
    find('log').append(item);

    find('log-empty').hidden = true;
    find('log-count').textContent = entries.length === 1 ? '1 call' : `${entries.length} calls`;
    const scroll = find('log-scroll');
    scroll.scrollTop = scroll.scrollHeight;
  }

  function clearLog() {
    entries.length = 0;
    find('log').replaceChildren();
    find('log-empty').hidden = false;
    find('log-count').textContent = 'none yet';
  }

  // What the host's server would read with its API key; the service's playground does it for us.
  async function showData(accountId) {
    find('data-card').hidden = false;
    find('data-state').textContent = 'reading…';
    for (let attempt = 1; attempt <= DATA_TRIES; attempt += 1) {
      const answer = await fetch(`/playground/data?accountId=${encodeURIComponent(accountId)}`).catch(() => null);
      const data = answer && answer.ok ? await answer.json() : {};
      // Reading the source takes a moment after the account is connected.
      if (Object.values(data).some((records) => records.length > 0)) {
        find('data').textContent = JSON.stringify(data, null, 2);
        find('data-state').textContent = `account ${accountId}`;
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, DATA_PAUSE_MILLIS));
    }
    find('data-state').textContent = 'could not be read';
  }

  // ---- the rest of the page ----

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  async function copy(text, button) {
    try {
      await navigator.clipboard.writeText(text);
      flash(button, 'Copied');
    } catch {
      flash(button, 'Not allowed');
    }
  }

  function flash(button, text) {
    const label = button.dataset.label || button.textContent;
    button.dataset.label = label;
    button.textContent = text;
    setTimeout(() => { button.textContent = label; }, 1200);
  }

  function showPeople() {
    const loginKind = find('login-kind').value;
    find('people').replaceChildren(...PEOPLE.map((person) => {
      const row = element('tr');
      const heading = element('th');
      heading.scope = 'row';
      heading.append(element('span', 'person', person.name), copyable(person, person[loginKind]));
      row.append(heading);
      for (const key of ['password', 'code']) {
        const cell = element('td');
        cell.append(copyable(person, person[key]));
        row.append(cell);
      }
      return row;
    }));
  }

  function copyable(person, value) {
    if (!value) return element('span', 'none', 'none');
    const button = element('button', 'value', value);
    button.type = 'button';
    button.setAttribute('aria-label', `Copy ${value}, of ${person.name}`);
    button.addEventListener('click', () => copy(value, button));
    return button;
  }

  find('open').addEventListener('click', open);
  find('log-clear').addEventListener('click', clearLog);
  find('log-copy').addEventListener('click', (event) => copy(entries.join('\n'), event.currentTarget));
  for (const button of document.querySelectorAll('[data-copy]')) {
    button.addEventListener('click', () => copy(find(button.dataset.copy).textContent, button));
  }
  find('login-kind').addEventListener('change', showPeople);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', showSnippet);
  // The values are the old ones until the event is over.
  form.addEventListener('reset', () => setTimeout(showSnippet));

  showPeople();
  showSnippet();
})();
