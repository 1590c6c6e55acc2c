import { byId, h, show } from './dom.js';

/**
 * Asks a question in a dialog.
 * @param {{title: string, text: string, yes: string, field?: {label: string, type: string}}} question
 * @returns {Promise<string|boolean>} false for no; what was written in the field, or true.
 */
export function ask({ title, text, yes, field }) {
  const dialog = byId('ask');
  const input = field && h('input', { type: field.type, id: 'ask-field', autocomplete: 'off', required: true });
  return new Promise(resolve => {
    let answer = false;
    const form = h('form', { onsubmit: event => { event.preventDefault(); answer = input ? input.value : true; dialog.close(); } },
      h('h2', { id: 'ask-title' }, title),
      h('p', {}, text),
      input && h('label', { class: 'field', for: 'ask-field' }, field.label, input),
      h('p', { class: 'buttons' },
        h('button', { type: 'button', class: 'secondary', onclick: () => dialog.close() }, 'Not now'),
        h('button', { type: 'submit', class: 'primary' }, yes)));
    show(dialog, form);
    dialog.addEventListener('close', () => resolve(answer), { once: true });
    dialog.showModal();
    (input ?? form.querySelector('.primary')).focus();
  });
}
