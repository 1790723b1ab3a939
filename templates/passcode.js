// A scanned link has the passcode behind the #, which no request carries: it is given at once, and out of the address bar before that.
const form = document.forms[0];
const take = () => {
  const { hash } = location;
  if (!hash.startsWith('#passcode=')) {
    // What a link to the app itself says there goes along.
    form.action = '/api/passcode' + hash;
    return;
  }
  history.replaceState(null, '', '/');
  try {
    form.elements.passcode.value = decodeURIComponent(hash.slice('#passcode='.length));
  } catch {
    return; // Cut off on its way: it has to be typed.
  }
  if (form.elements.passcode.value !== '') form.requestSubmit();
};
take();
addEventListener('hashchange', take);
