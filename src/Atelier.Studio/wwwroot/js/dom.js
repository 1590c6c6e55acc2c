/**
 * Makes an element. Attributes that start with "on" are listeners, true and false set and omit, `data` is a dataset.
 * @param {string} tag
 * @param {Object} [attributes]
 * @param {...(Node|string|null|undefined|false)} children
 */
export function h(tag, attributes = {}, ...children) {
  return fill(decorate(document.createElement(tag), attributes), ...children);
}

/** As {@link h}, for drawings. */
export function svg(tag, attributes = {}, ...children) {
  return fill(decorate(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes), ...children);
}

/** Replaces what an element holds. */
export function show(element, ...children) {
  element.replaceChildren();
  return fill(element, ...children);
}

/** Sets the text only where it differs, so that nothing blinks and no screen reader repeats itself. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** The element of the page with an id. */
export const byId = id => document.getElementById(id);

function decorate(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'data') Object.assign(element.dataset, value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  return element;
}

function fill(element, ...children) {
  element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return element;
}
