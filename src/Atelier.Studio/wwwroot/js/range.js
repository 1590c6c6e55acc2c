import { h } from './dom.js';

/** A slider whose track is filled up to its thumb. */
export function range(attributes) {
  const input = h('input', { type: 'range', class: 'range', ...attributes });
  input.addEventListener('input', () => fillTrack(input));
  fillTrack(input);
  return input;
}

/** Fills the track again, after the value was set by a program. */
export function fillTrack(input) {
  input.style.setProperty('--at', `${100 * (input.value - input.min) / (input.max - input.min)}%`);
}
