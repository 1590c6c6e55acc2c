import { url } from './api.js';
import { byId, h, say, show } from './dom.js';
import { range } from './range.js';

/** The two places of the palette where the chosen pictures lie. */
export class Slots {
  #studio;
  #open;
  #openBrush;

  /**
   * @param {function(string)} open the gallery, for a role.
   * @param {function()} openBrush the dialog for regions.
   */
  constructor(studio, open, openBrush) {
    this.#studio = studio;
    this.#open = open;
    this.#openBrush = openBrush;
    studio.follow(['choice', 'images'], () => this.#draw());
  }

  #draw() {
    if (!this.#studio.isOpen) return;
    const focused = document.activeElement?.id;
    const { photo, paintings } = this.#studio;
    show(byId('photo-slot'), photo ? this.#photo(photo) : this.#empty('photo', 'Choose, drop or paste a photograph'));
    say(byId('paintings-title'), paintings.length > 1 ? 'Paintings' : 'Painting');
    show(byId('paintings-slot'), paintings.length === 0
      ? this.#empty('painting', 'Choose, drop or paste a painting')
      : h('ul', { class: 'paintings' }, ...paintings.map((painting, i) => this.#painting(painting, i)), h('li', {},
        h('button', { type: 'button', id: 'choose-painting', class: 'tile tile-add', 'aria-label': 'Choose paintings', onclick: () => this.#open('painting') }, '+'))));
    show(byId('regions-slot'), photo && paintings.length > 0 && this.#regions(paintings.filter(painting => painting.mask).length));
    if (focused) byId(focused)?.focus();
  }

  #regions(count) {
    return h('button', { type: 'button', id: 'choose-regions', class: 'quiet', onclick: () => this.#openBrush() },
      count === 0 ? 'Paint only a part of it …' : count === 1 ? 'It has its part of the photograph …' : 'Each has its part of the photograph …');
  }

  #photo(id) {
    const title = this.#studio.titleOf(id);
    return h('button', { type: 'button', id: 'choose-photo', class: 'tile tile-wide', onclick: () => this.#open('photo'), 'aria-label': `${title}. Choose another photograph` },
      h('img', { src: url.thumbnail(id, 640), alt: '' }),
      h('span', { class: 'tile-name' }, title));
  }

  #empty(role, text) {
    return h('button', { type: 'button', id: `choose-${role}`, class: 'tile tile-wide tile-empty', onclick: () => this.#open(role) }, text);
  }

  #painting({ image, weight }, index) {
    const { paintings } = this.#studio, title = this.#studio.titleOf(image);
    const change = replacement => this.#studio.choosePaintings(paintings.flatMap((each, i) => (i === index ? replacement : [each])));
    return h('li', {},
      h('span', { class: 'tile' },
        h('img', { src: url.thumbnail(image), alt: title, title }),
        paintings.length > 1 && h('button', { type: 'button', class: 'tile-remove', 'aria-label': `Remove ${title}`, onclick: () => change([]) }, '×')),
      paintings.length > 1 && range({
        id: `weight-${index}`, min: 0, max: 2, step: 0.1, value: weight, 'aria-label': `How much of ${title}`,
        oninput: event => this.#studio.weigh(index, Number(event.target.value)),
      }));
  }
}
