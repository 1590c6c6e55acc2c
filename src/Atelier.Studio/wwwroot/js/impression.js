import { url } from './api.js';
import { h } from './dom.js';

// How long the palette must rest before the server paints: a slider that moves asks no more often than it is answered.
const rest = 40;

/**
 * What is on the palette, painted in one pass: it lies over the photograph, and follows the pictures and the settings while they change.
 */
export class Impression {
  #studio;
  #timer = null;
  #request = null; // Aborts the one under way.
  #address = null;
  #shown = null; // Address of the picture that is seen.

  /** To be laid into a frame, over the photograph. */
  element = h('div', { class: 'painting impression' });

  constructor(studio) {
    this.#studio = studio;
    studio.follow(['choice', 'weights', 'settings'], () => this.#ask());
  }

  #ask() {
    const { photo, paintings, settings } = this.#studio;
    const isComplete = photo !== null && paintings.length > 0 && 'strength' in settings;
    const address = isComplete ? url.instant(photo, paintings, settings) : null;
    if (address === this.#address) return;
    if (photo !== this.#shown?.photo || !isComplete) this.#clear();
    this.#address = address;
    this.#request?.abort();
    clearTimeout(this.#timer);
    if (address) this.#timer = setTimeout(() => this.#fetch(address, photo), rest);
  }

  async #fetch(address, photo) {
    const request = this.#request = new AbortController();
    try {
      const answer = await fetch(address, { signal: request.signal });
      // Without an impression there is still the photograph.
      if (!answer.ok) return this.#clear();
      const source = URL.createObjectURL(await answer.blob());
      const next = h('img', { class: 'impression-picture', src: source, alt: `${this.#studio.titleOfWork({ content: photo, styles: this.#studio.paintings })}, a first impression` });
      await next.decode();
      if (address !== this.#address) return URL.revokeObjectURL(source);
      const previous = [...this.element.children];
      this.#shown = { photo };
      this.element.append(next);
      setTimeout(() => previous.forEach(image => { image.remove(); URL.revokeObjectURL(image.src); }), 300);
    } catch (error) {
      if (error.name !== 'AbortError') this.#clear();
    }
  }

  #clear() {
    this.#shown = null;
    for (const image of [...this.element.children]) {
      image.remove();
      URL.revokeObjectURL(image.src);
    }
  }
}
