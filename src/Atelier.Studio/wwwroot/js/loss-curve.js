import { h, say, svg } from './dom.js';
import { figure } from './words.js';

const width = 1000, height = 100;

/** The loss over the evaluations, on a logarithmic scale: what is left to improve. */
export class LossCurve {
  #line = svg('path', { class: 'curve-line' });
  #area = svg('path', { class: 'curve-area' });
  #picture = svg('svg', { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': 'Loss' }, this.#area, this.#line);
  #high = h('span', {});
  #low = h('span', {});
  #now = h('figcaption', {});
  #points = [];
  #evaluations = 1;

  /** What to put on the page. */
  element = h('figure', { class: 'curve' },
    this.#now, h('div', { class: 'curve-plot' }, this.#picture, h('p', { class: 'curve-ends', 'aria-hidden': 'true' }, this.#high, this.#low)));

  /** Draws a whole history. @param {{evaluations: number[], losses: number[]}} history */
  load(history, evaluations) {
    this.#points = history.evaluations.map((evaluation, i) => [evaluation, history.losses[i]]);
    this.#evaluations = evaluations;
    this.#draw();
  }

  /** Adds the loss at an evaluation. */
  add(evaluation, loss) {
    if (loss === null || evaluation <= (this.#points.at(-1)?.[0] ?? 0)) return;
    this.#points.push([evaluation, loss]);
    this.#draw();
  }

  #draw() {
    this.element.hidden = this.#points.length < 2;
    if (this.element.hidden) return;
    const losses = this.#points.map(([, loss]) => loss), most = Math.max(...losses), least = Math.min(...losses);
    const span = Math.log(most / least) || 1;
    const dots = this.#points.map(([evaluation, loss]) => `${(width * evaluation / this.#evaluations).toFixed(1)},${(height * (0.96 - 0.92 * Math.log(loss / least) / span)).toFixed(1)}`);
    const first = dots[0].split(',')[0], last = dots.at(-1).split(',')[0];
    this.#line.setAttribute('d', `M${dots.join('L')}`);
    this.#area.setAttribute('d', `M${first},${height}L${dots.join('L')}L${last},${height}Z`);
    say(this.#high, figure(most));
    say(this.#low, figure(least));
    say(this.#now, `Loss ${figure(losses.at(-1))}`);
    this.#picture.setAttribute('aria-label', `Loss, from ${figure(losses[0])} at the start to ${figure(losses.at(-1))} at evaluation ${this.#points.at(-1)[0]}`);
  }

  /** Empties the curve. */
  clear() {
    this.load({ evaluations: [], losses: [] }, 1);
  }
}
