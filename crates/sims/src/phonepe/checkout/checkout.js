(function () {
  'use strict';

  let open = null;

  function closePage() {
    if (!open) return;
    window.removeEventListener('message', open.listener);
    open.frame.remove();
    open = null;
  }

  function openFrame(tokenUrl, callback) {
    closePage();
    const frame = document.createElement('iframe');
    frame.title = 'PhonePe checkout';
    frame.src = tokenUrl + '&view=frame';
    frame.style.cssText = 'position:fixed;inset:0;width:100%;height:100%;border:0;z-index:2147483647;background:#fff';
    const listener = function (event) {
      const outcome = event.data && event.data.phonepeCheckout;
      if (event.source !== frame.contentWindow || (outcome !== 'CONCLUDED' && outcome !== 'USER_CANCEL')) return;
      closePage();
      callback(outcome);
    };
    window.addEventListener('message', listener);
    open = { frame, listener };
    document.body.appendChild(frame);
  }

  function transact(options) {
    if (!options || typeof options.tokenUrl !== 'string') throw new TypeError('transact needs a tokenUrl');
    if (options.type !== 'IFRAME') {
      window.location.assign(options.tokenUrl);
      return;
    }
    if (typeof options.callback !== 'function') throw new TypeError('transact in an IFRAME needs a callback');
    openFrame(options.tokenUrl, options.callback);
  }

  window.PhonePeCheckout = { transact, closePage };
})();
