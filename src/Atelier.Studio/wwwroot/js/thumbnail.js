import { url } from './api.js';
import { h } from './dom.js';

/** A job as a small picture that keeps up with it. */
export class Thumbnail {
  #picture = h('img', { alt: '', loading: 'lazy' });
  #source = '';

  element = h('span', { class: 'thumbnail' }, this.#picture, h('span', { class: 'thumbnail-bar' }));

  constructor(job) {
    this.update(job);
  }

  update({ id, state, progress }) {
    const source = url.jobThumbnail(id, state === 'finished' ? 'done' : progress.preview);
    if (source !== this.#source) this.#picture.src = this.#source = source;
    this.element.dataset.state = state;
    this.element.style.setProperty('--part', progress.part);
  }
}
