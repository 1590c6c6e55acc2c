/** @param {number} seconds */
export function duration(seconds) {
  if (seconds < 1.5) return 'a second';
  if (seconds < 60) return `${Math.round(seconds)} seconds`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return minutes === 1 ? 'a minute' : `${minutes} minutes`;
  const hours = Math.round(minutes / 6) / 10;
  return hours === 1 ? 'an hour' : `${hours} hours`;
}

/** @param {number} count */
export const counted = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

/** A number as people write it: 3 figures, no trailing zeros. */
export const figure = number => Number(number.toPrecision(3)).toString();

/** @param {string} time ISO-8601 */
export function when(time) {
  const date = new Date(time), days = Math.floor((Date.now() - date) / 86_400_000);
  const clock = date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  return days < 1 && date.getDate() === new Date().getDate() ? clock : `${date.toLocaleDateString([], { day: 'numeric', month: 'short' })}, ${clock}`;
}

/** "a, b and c" */
export const listed = names => names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** @param {number} place from 1 */
export const placeInLine = place => place === 1 ? 'Next in line' : `Number ${place} in line`;
