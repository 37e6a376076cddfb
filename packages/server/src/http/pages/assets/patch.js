/**
 * Brings a part of the page up to what the server now says, touching only what differs: focus,
 * selection, scrolling and opened details stay. Children are matched by `data-key`, else by place.
 */

/** What the reader or the script has set; the server knows nothing of it. */
const OURS = new Set(['open', 'data-local']);

export function patch(from, to) {
  if (from.nodeName !== to.nodeName) return from.replaceWith(document.importNode(to, true));
  if (from.nodeType !== Node.ELEMENT_NODE) {
    if (from.nodeValue !== to.nodeValue) from.nodeValue = to.nodeValue;
    return;
  }
  const before = from.getAttribute('datetime');
  patchAttributes(from, to);
  // The script has put the reader's own time in its place.
  if (from.nodeName === 'TIME' && before === to.getAttribute('datetime')) return;
  if (from.hasAttribute('data-since') && to.hasAttribute('data-since')) return;
  patchChildren(from, to);
}

function patchAttributes(from, to) {
  for (const { name } of [...from.attributes])
    if (!OURS.has(name) && !to.hasAttribute(name)) from.removeAttribute(name);
  for (const { name, value } of to.attributes)
    if (!OURS.has(name) && from.getAttribute(name) !== value) from.setAttribute(name, value);
  if (from.nodeName === 'TIME') from.removeAttribute('data-local');
}

function patchChildren(from, to) {
  const keyed = new Map([...from.children].filter(keyOf).map((child) => [keyOf(child), child]));
  let place = from.firstChild;
  for (const wanted of [...to.childNodes]) {
    const known = keyed.get(keyOf(wanted));
    if (known) {
      if (known === place) place = place.nextSibling;
      else from.insertBefore(known, place);
      patch(known, wanted);
    } else if (place && !keyOf(place) && !keyOf(wanted)) {
      const next = place.nextSibling;
      patch(place, wanted);
      place = next;
    } else from.insertBefore(document.importNode(wanted, true), place);
    keyed.delete(keyOf(wanted));
  }
  while (place) {
    const next = place.nextSibling;
    place.remove();
    place = next;
  }
}

const keyOf = (node) => (node.dataset ? node.dataset.key : undefined);
