import { h } from './dom.js';
import { url } from './api.js';

/**
 * The picture of a job while it paints itself: each preview fades in over the one before. The photograph lies under the
 * first of them.
 */
export class Painting {
  #number = 0;
  #job;
  #title;

  element = h('div', { class: 'painting' });

  constructor(job, title) {
    this.#job = job.id;
    this.element.append(h('img', { class: 'painting-under', src: url.view(job.content), alt: '' }));
    this.#title = title;
    this.update(job);
  }

  async update({ progress, state }) {
    this.element.classList.toggle('is-waiting', state === 'queued' && progress.preview === 0);
    this.element.classList.toggle('is-resting', ['paused', 'canceled', 'failed'].includes(state));
    if (progress.preview <= this.#number) return;
    const number = this.#number = progress.preview;
    const next = h('img', { class: 'painting-preview', src: url.preview(this.#job, number), alt: `${this.#title}, while it is painted` });
    // Shown only when it is there as a whole: no half picture, no flicker.
    const isThere = await next.decode().then(() => true, () => false);
    if (!isThere || number < this.#number) return;
    const previous = [...this.element.querySelectorAll('.painting-preview')];
    this.element.append(next);
    setTimeout(() => previous.forEach(image => image.remove()), 700);
  }
}
