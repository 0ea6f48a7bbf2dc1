// The loader: what a page's script tag loads, as `v2/smile.v2.js` and `v1/smile.v1.js`.
//
// It defines `SmileLinkModal` and starts fetching the module at once. `open()` shows the dialog's frame before the
// module is loaded, and the module then takes over. This is a classic script without dependencies. `cargo xtask build`
// fills in the names between double underscores.
(function () {
  'use strict';

  // A page may load the script twice, or both versions of it. The first one stays.
  if (typeof self.SmileLinkModal === 'function' && self.SmileLinkModal.isWink) return;

  var FRAME_CSS = __WINK_FRAME_CSS__;

  // The few texts that are needed before the module is loaded, by language: the dialog's name, close, the title and the
  // text of the message that the module cannot run, try again, exit. They come from the catalogues, like all others.
  var TEXTS = __WINK_TEXTS__;

  // Read now, because `currentScript` is set only while this script runs.
  var script = document.currentScript;
  var base = script && script.src ? script.src : document.baseURI;
  var glue = new URL(__WINK_GLUE__, base).href;
  var wasm = new URL(__WINK_WASM__, base).href;
  // Addresses by language. English is part of the module.
  var catalogues = __WINK_MESSAGES__;
  var documents = new URL(__WINK_DOCUMENTS__, base).href;
  var defaultApiHost = new URL('../link/v1', base).href;

  var loading = null;

  // Loads the module once for all modals, with glue and bytes in parallel. A failed load can be retried.
  function load() {
    if (loading) return loading;
    if (typeof WebAssembly !== 'object') return Promise.reject(new Error('there is no WebAssembly here'));
    var bytes = fetch(wasm, { credentials: 'omit' }).then(function (answer) {
      if (!answer.ok) throw new Error('the module answered ' + answer.status);
      return answer;
    });
    loading = Promise.all([import(glue), bytes]).then(function (loaded) {
      return loaded[0].default({ module_or_path: loaded[1] }).then(function () { return loaded[0]; });
    });
    loading.catch(function () { loading = null; });
    return loading;
  }

  var texts = {};

  // Fetches the catalogue of a language once for all modals. The module calls this, usually after the catalogue has
  // arrived.
  function catalogue(language) {
    if (!catalogues[language]) return null;
    if (!texts[language]) {
      texts[language] = fetch(new URL(catalogues[language], base).href, { credentials: 'omit' }).then(function (answer) {
        if (!answer.ok) throw new Error('the catalogue answered ' + answer.status);
        return answer.text();
      });
      texts[language].catch(function () { delete texts[language]; });
    }
    return texts[language];
  }

  // Loads the code that inspects files, when the first file is picked.
  function loadDocuments() {
    return import(documents);
  }

  // The language that the page or otherwise the browser asks for, by the same rule as `crates/wire/src/language.rs`. A
  // template may choose another one, which is known only once the session is open.
  function languageFor(config) {
    var tags = [config.language].concat(navigator.languages);
    for (var i = 0; i < tags.length; i += 1) {
      var parts = typeof tags[i] === 'string' ? tags[i].trim().toLowerCase().split(/[-_]/) : [];
      var language = { tl: 'fil', in: 'id', zh: 'zh-Hans' }[parts[0]] || parts[0];
      var isTraditional = language === 'zh-Hans' && /^(hant|tw|hk|mo)$/.test(parts[1]);
      if (Object.keys(TEXTS).indexOf(language) >= 0 && !isTraditional) return language;
    }
    return 'en';
  }

  function sheet(css) {
    var made = new CSSStyleSheet();
    made.replaceSync(css);
    return made;
  }

  // Keeps the page behind from scrolling, and from moving where its scroll bar was.
  function lockSheet() {
    var bar = self.innerWidth - document.documentElement.clientWidth;
    var room = bar > 0 ? ';border-inline-end:' + bar + 'px solid transparent!important' : '';
    return sheet('html{overflow:hidden!important' + room + '}');
  }

  function make(name, className, text) {
    var element = document.createElement(name);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  }

  function closeButton(label) {
    var button = make('button', 'wink-icon-button');
    button.type = 'button';
    button.setAttribute('aria-label', label);
    var svgNamespace = 'http://www.w3.org/2000/svg';
    var icon = document.createElementNS(svgNamespace, 'svg');
    icon.setAttribute('viewBox', '0 0 24 24');
    icon.setAttribute('aria-hidden', 'true');
    var path = document.createElementNS(svgNamespace, 'path');
    path.setAttribute('d', 'M6 6l12 12M18 6L6 18');
    icon.appendChild(path);
    button.appendChild(icon);
    return button;
  }

  // The frame: what the page shows from `open()` until the module takes over. Calls `leave(reason)` at most once, if
  // the person leaves before that.
  function Frame(language, leave) {
    var shown = TEXTS[language];
    var host = make('wink-link');
    var root = host.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [sheet(FRAME_CSS)];
    var lock = lockSheet();
    var dialog = make('dialog', 'wink-dialog');
    dialog.setAttribute('aria-label', shown[0]);
    dialog.lang = language;
    dialog.dir = language === 'ar' ? 'rtl' : 'ltr';
    var skeleton = make('div', 'wink-skeleton');
    var head = make('div', 'wink-head');
    var close = closeButton(shown[1]);
    head.appendChild(close);
    skeleton.appendChild(head);
    skeleton.setAttribute('aria-busy', 'true');
    ['wink-bone wink-bone-title', 'wink-bone', 'wink-bone', 'wink-bone'].forEach(function (name) {
      skeleton.appendChild(make('div', name));
    });
    dialog.appendChild(skeleton);
    root.appendChild(dialog);

    var reason = 'close';
    function onClick() { leave(reason); }
    // Only the dialog's own: `cancel` and `close` of elements inside it arrive here too.
    function onCancel(event) {
      if (event.target !== dialog) return;
      event.preventDefault();
      leave(reason);
    }
    function onClose(event) { if (event.target === dialog) leave(reason); }
    close.addEventListener('click', onClick);
    dialog.addEventListener('cancel', onCancel);
    dialog.addEventListener('close', onClose);
    function deaf() {
      dialog.removeEventListener('cancel', onCancel);
      dialog.removeEventListener('close', onClose);
    }

    var body = document.body;
    (body && !body.hasAttribute('inert') ? body : document.documentElement).appendChild(host);
    document.adoptedStyleSheets = Array.from(document.adoptedStyleSheets).concat(lock);
    dialog.showModal();

    function unlock() {
      document.adoptedStyleSheets = Array.from(document.adoptedStyleSheets).filter(function (other) {
        return other !== lock;
      });
    }

    this.dialog = dialog;
    // The module takes over the dialog, and calls `unlock` when it removes it.
    this.handOver = function () { deaf(); return unlock; };
    this.takeAway = function () {
      deaf();
      if (dialog.open) dialog.close();
      host.remove();
      unlock();
    };
    // If the module cannot run, say so and let the person leave.
    this.fail = function (retry) {
      reason = 'error';
      var notice = make('div', 'wink-load-failed');
      notice.setAttribute('role', 'alert');
      notice.appendChild(make('h2', '', shown[2]));
      notice.appendChild(make('p', '', shown[3]));
      var again = make('button', 'wink-button', shown[4]);
      again.type = 'button';
      again.addEventListener('click', function () { notice.remove(); busy(true); reason = 'close'; retry(); });
      var exit = make('button', 'wink-button wink-button-quiet', shown[5]);
      exit.type = 'button';
      exit.addEventListener('click', function () { leave('error'); });
      notice.appendChild(again);
      notice.appendChild(exit);
      busy(false);
      skeleton.appendChild(notice);
      again.focus();
    };
    function busy(is) {
      skeleton.setAttribute('aria-busy', String(is));
      skeleton.querySelectorAll('.wink-bone').forEach(function (bone) { bone.hidden = !is; });
    }
  }

  function tell(config, reason) {
    var callback = config.onClose;
    if (typeof callback !== 'function') return;
    try {
      Promise.resolve(callback.call(config, { reason: reason })).catch(report);
    } catch (error) {
      report(error);
    }
    function report(error) { console.error("SmileLinkModal: the page's onClose failed:", error); }
  }

  function SmileLinkModal(config) {
    if (!(this instanceof SmileLinkModal)) throw new TypeError('SmileLinkModal is a class: call it with new.');
    var token = config === null || config === undefined ? undefined : config.userToken;
    if (typeof token !== 'string' || !token.trim()) {
      throw new TypeError('SmileLinkModal: userToken is missing. Pass the link token that your server got from ' +
        'POST /v1/users or POST /v1/tokens, as a string.');
    }
    var modal = null; // the module's, once it is loaded
    var frame = null; // ours, until then
    var language = languageFor(config);
    // Start now, because the module would ask for it only once it runs.
    catalogue(language);

    function leave(reason) {
      if (!frame) return;
      frame.takeAway();
      frame = null;
      tell(config, reason);
    }

    function handOver() {
      var mine = frame;
      load().then(function (module) {
        // It was closed, or closed and reopened, in the meantime.
        if (frame !== mine) return;
        if (!modal) modal = new module.SmileLinkModal(config, defaultApiHost, catalogue, loadDocuments);
        modal.openIn(mine.dialog, mine.handOver());
        frame = null;
      }).catch(function (error) {
        console.error('SmileLinkModal: the widget could not be started:', error);
        if (frame === mine) mine.fail(handOver);
      });
    }

    this.open = function () {
      if (frame) return;
      if (modal && modal.isOpen()) return;
      frame = new Frame(language, leave);
      handOver();
    };
    this.close = function () {
      if (frame) leave('close');
      else if (modal) modal.close();
    };
  }
  SmileLinkModal.isWink = true;

  self.SmileLinkModal = SmileLinkModal;
  // Start before the first `open()`, so that the module is usually loaded when the person clicks.
  load().catch(function () {});
})();
