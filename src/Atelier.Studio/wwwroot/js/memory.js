// What the browser keeps of the page from visit to visit. Some browsers refuse to keep anything: then nothing is kept.

/** @param {string} key */
export function recall(key) {
  try {
    return JSON.parse(localStorage.getItem(`atelier.${key}`));
  } catch {
    return null;
  }
}

/** @param {string} key */
export function keep(key, value) {
  try {
    localStorage.setItem(`atelier.${key}`, JSON.stringify(value));
  } catch {
    // Full or forbidden.
  }
}
