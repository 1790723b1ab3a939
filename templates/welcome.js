// The passcode that a scanned link has behind the # goes along to the secure page. No request carries it.
const keep = () => {
  const { hash } = location;
  if (!hash.startsWith('#passcode=')) return;
  for (const link of document.querySelectorAll('a[data-own]')) link.hash = hash;
};
keep();
addEventListener('hashchange', keep);
