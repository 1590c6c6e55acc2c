import { byId, h, show } from './dom.js';

/**
 * Asks a question in a dialog.
 * @param {{title: string, text: string, yes: string, field?: {label: string, type: string}}} question
 * @returns {Promise<string|boolean>} false for no; otherwise the content of the field, or true.
 */
export function ask({ title, text, yes, field }) {
  const dialog = byId('ask');
  const input = field && h('input', { type: field.type, id: 'ask-field', autocomplete: 'off', required: true });
  return new Promise(resolve => {
    // Not by the event `close`: it comes late, and the next question would take it as its own.
    const answer = given => {
      dialog.close();
      resolve(given);
    };
    const form = h('form', { onsubmit: event => { event.preventDefault(); answer(input ? input.value : true); } },
      h('h2', { id: 'ask-title' }, title),
      h('p', {}, text),
      input && h('label', { class: 'field', for: 'ask-field' }, field.label, input),
      h('p', { class: 'buttons' },
        h('button', { type: 'button', class: 'secondary', onclick: () => answer(false) }, 'Not now'),
        h('button', { type: 'submit', class: 'primary' }, yes)));
    dialog.oncancel = () => answer(false);
    show(dialog, form);
    dialog.showModal();
    (input ?? form.querySelector('.primary')).focus();
  });
}
