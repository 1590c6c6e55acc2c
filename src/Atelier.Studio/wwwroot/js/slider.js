import { h } from './dom.js';

/**
 * Two pictures of one size, one before the other; a line that is moved by mouse, finger or arrow keys shows how much of
 * each is seen. A range input carries it, so that every browser and screen reader knows what to do.
 */
export function beforeAfter({ before, after, alt }) {
  const root = h('div', { class: 'both' });
  const range = h('input', {
    type: 'range', min: 0, max: 100, step: 1, value: 0, class: 'both-range', 'aria-label': 'Before and after: how much of the photograph is seen',
    oninput: () => move(),
  });
  const move = () => {
    root.style.setProperty('--seen', `${range.value}%`);
    range.setAttribute('aria-valuetext', range.value === '0' ? 'the painted picture' : `${range.value} % photograph`);
  };
  root.append(
    h('img', { class: 'both-after', src: after, alt, draggable: 'false' }),
    h('img', { class: 'both-before', src: before, alt: '', draggable: 'false' }),
    h('span', { class: 'both-line', 'aria-hidden': 'true' }), range);
  move();
  return root;
}
