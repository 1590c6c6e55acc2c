import * as api from './api.js';
import { ask } from './ask.js';
import { byId, h, show } from './dom.js';
import { tellRefusal } from './notices.js';

/** The dialog in which the photograph or the paintings are chosen, among samples and your own pictures. */
export class Gallery {
  #studio;
  #bringIn;
  #dialog = byId('gallery');
  #role = 'photo';

  /** @param {function(string)} bringIn asks for files of this device, for a role. */
  constructor(studio, bringIn) {
    this.#studio = studio;
    this.#bringIn = bringIn;
    studio.addEventListener('images', () => this.#draw());
    studio.addEventListener('choice', () => this.#mark());
    // The button that opened the dialog has been redrawn meanwhile, so the browser cannot restore the focus.
    this.#dialog.addEventListener('close', () => byId(`choose-${this.#role}`)?.focus());
    // A click beside the dialog closes it, as people expect.
    this.#dialog.addEventListener('click', event => { if (event.target === this.#dialog) this.#dialog.close(); });
  }

  /** @param {'photo'|'painting'} role */
  open(role) {
    this.#role = role;
    this.#draw();
    this.#dialog.showModal();
    (this.#dialog.querySelector('[aria-pressed="true"]') ?? this.#dialog.querySelector('.picture-choose'))?.focus();
  }

  #draw() {
    const isPhoto = this.#role === 'photo';
    const all = [...this.#studio.images.values()];
    const samples = all.filter(image => image.sample && image.role === (isPhoto ? 'content' : 'style'));
    const own = all.filter(image => !image.sample);
    show(this.#dialog,
      h('header', { class: 'gallery-head' },
        h('div', {},
          h('h2', { id: 'gallery-title' }, isPhoto ? 'Choose a photograph' : 'Choose a painting, or several'),
          h('p', { class: 'hint' }, isPhoto ? 'Which picture should be painted?' : 'Whose style should it have? Several paintings are blended.')),
        h('button', { type: 'button', class: 'secondary', onclick: () => this.#bringIn(this.#role) }, 'From this device …'),
        h('button', { type: 'button', class: isPhoto ? 'secondary' : 'primary', onclick: () => this.#dialog.close() }, isPhoto ? 'Close' : 'Done')),
      h('div', { class: 'gallery-body' },
        this.#group('Yours', own, 'What you drop, paste or choose from this device appears here: pictures, and styles that atelier learn has written.'),
        this.#group('Samples', samples, 'This studio has no samples.')));
    this.#mark();
  }

  #group(title, images, ifNone) {
    return h('section', {},
      h('h3', { class: 'label' }, title),
      images.length === 0 ? h('p', { class: 'hint' }, ifNone) : h('ul', { class: 'pictures' }, ...images.map(image => this.#picture(image))));
  }

  #picture(image) {
    const title = this.#studio.titleOf(image.id);
    return h('li', {},
      h('button', { type: 'button', class: 'picture-choose', data: { image: image.id }, onclick: () => this.#choose(image.id) },
        h('img', { src: api.url.thumbnail(image.id), alt: '', loading: 'lazy' }),
        h('span', {}, title),
        h('small', {}, image.learned ? 'learned: painted at once' : `${image.width} × ${image.height}`)),
      !image.sample && h('button', { type: 'button', class: 'picture-delete', 'aria-label': `Delete ${title}`, onclick: () => this.#delete(image) }, '×'));
  }

  #choose(id) {
    const { paintings } = this.#studio;
    if (this.#role === 'photo') {
      this.#studio.choosePhoto(id);
      this.#dialog.close();
    } else if (paintings.some(painting => painting.image === id)) {
      this.#studio.choosePaintings(paintings.filter(painting => painting.image !== id));
    } else {
      this.#studio.choosePaintings([...paintings, { image: id, weight: 1 }]);
    }
  }

  #mark() {
    for (const button of this.#dialog.querySelectorAll('.picture-choose')) {
      const { image } = button.dataset;
      button.setAttribute('aria-pressed', this.#role === 'photo' ? this.#studio.photo === image : this.#studio.paintings.some(painting => painting.image === image));
    }
  }

  async #delete(image) {
    const title = this.#studio.titleOf(image.id);
    if (!await ask({ title: `Delete ${title}?`, text: 'It is removed from the studio for good; the original file stays where it is.', yes: 'Delete' })) return;
    const isGone = await tellRefusal(() => api.deleteImage(image.id).then(() => true));
    if (isGone) this.#studio.removeImage(image.id);
  }
}
