// Elements of the page. Text is only ever set as text, so that no data becomes markup.

/** Makes an element: `on…` are listeners, `true` is an attribute without a value, null is none. */
export const el = (tag, attributes, ...children) => made(document.createElement(tag), attributes, children);

/** The same, of a picture. */
export const svg = (tag, attributes, ...children) =>
  made(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);

function made(element, attributes = {}, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...nodes(children));
  return element;
}

function nodes(children) {
  return children
    .flat(Infinity)
    .filter((child) => child !== null && child !== undefined && typeof child !== 'boolean')
    .map((child) => (child instanceof Node ? child : String(child)));
}

/** Replaces all that is in an element. */
export function fill(element, ...children) {
  element.replaceChildren(...nodes(children));
  return element;
}

/**
 * Shows items as children of an element. What has not changed keeps its node, and so the focus, a
 * selection and what was opened.
 */
export function keyed(parent, keyOf, render) {
  const shown = new Map();
  return (items) => {
    const seen = new Set();
    let place = parent.firstChild;
    for (const item of items) {
      const key = keyOf(item);
      const text = JSON.stringify(item);
      const before = shown.get(key);
      let node = before?.node;
      seen.add(key);
      if (before?.text !== text) {
        node = render(item);
        if (before) {
          const hadFocus = before.node.contains(document.activeElement);
          if (place === before.node) {
            place = node;
          }
          before.node.replaceWith(node);
          if (hadFocus) {
            node.querySelector('a, button')?.focus();
          }
        }
        shown.set(key, { node, text });
      }
      if (node === place) {
        place = place.nextSibling;
      } else {
        parent.insertBefore(node, place);
      }
    }
    for (const [key, { node }] of shown) {
      if (!seen.has(key)) {
        node.remove();
        shown.delete(key);
      }
    }
  };
}
