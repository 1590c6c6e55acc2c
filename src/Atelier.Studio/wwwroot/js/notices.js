import { byId, h, say } from './dom.js';

const shownFor = 9000; // Milliseconds; errors stay until they are closed.

/** Tells a screen reader something that the eye sees anyway. */
export const announce = text => say(byId('announcer'), text);

/**
 * Shows a sentence at the edge of the page.
 * @param {string} sentence
 * @param {{isError?: boolean, action?: {label: string, run: function()}}} [options]
 */
export function notify(sentence, { isError = false, action } = {}) {
  const close = () => notice.remove();
  const notice = h('div', { class: isError ? 'notice notice-error' : 'notice', role: isError ? 'alert' : 'status' },
    h('p', {}, sentence),
    action && h('button', { type: 'button', class: 'quiet', onclick: () => { close(); action.run(); } }, action.label),
    h('button', { type: 'button', class: 'close', 'aria-label': 'Close this notice', onclick: close }, '×'));
  byId('notices').append(notice);
  if (!isError) setTimeout(() => { if (!notice.matches(':hover, :focus-within')) close(); }, shownFor);
}

/** Runs something that the server may refuse, and shows its sentence where it does. */
export async function tellRefusal(run) {
  try {
    return await run();
  } catch (refusal) {
    notify(refusal.message, { isError: true });
    return null;
  }
}
