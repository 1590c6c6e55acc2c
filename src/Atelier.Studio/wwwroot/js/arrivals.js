import * as api from './api.js';
import { byId, h, show } from './dom.js';
import { announce, notify } from './notices.js';
import { listed } from './words.js';

/** Uploads: pictures that are dropped, pasted or chosen from this device. */
export class Arrivals {
  #studio;
  #role = 'photo';
  #depth = 0; // Of elements that a dragged file is over: a page hears of each.

  constructor(studio) {
    this.#studio = studio;
    const file = byId('file');
    file.addEventListener('change', () => {
      this.#bring([...file.files], this.#role);
      file.value = '';
    });
    addEventListener('paste', event => this.#paste(event));
    addEventListener('dragenter', event => this.#drag(event, 1));
    addEventListener('dragleave', event => this.#drag(event, -1));
    addEventListener('dragover', event => {
      event.preventDefault();
      for (const place of byId('drop').children) place.classList.toggle('is-over', place === event.target);
    });
    addEventListener('drop', event => {
      event.preventDefault();
      const place = event.target.closest?.('[data-role]');
      this.#end();
      if (event.dataTransfer.files.length > 0) this.#bring([...event.dataTransfer.files], place?.dataset.role ?? 'photo');
    });
    addEventListener('keydown', event => { if (event.key === 'Escape') this.#end(); });
  }

  /** Asks for files of this device. @param {'photo'|'painting'} role */
  choose(role) {
    this.#role = role;
    byId('file').click();
  }

  #drag(event, step) {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    this.#depth += step;
    if (this.#depth === 1 && step === 1) this.#offer();
    if (this.#depth <= 0) this.#end();
  }

  #offer() {
    byId('gallery').close(); // It would lie over the places.
    const { photo, paintings } = this.#studio;
    const place = (role, title, text, images) => h('div', { class: 'drop-place', data: { role } },
      h('div', { class: 'drop-pictures' }, ...images.map(id => h('img', { src: api.url.thumbnail(id), alt: '' }))),
      h('strong', {}, title), h('span', {}, text));
    const others = paintings.map(painting => painting.image).slice(0, 3);
    show(byId('drop'),
      place('photo', 'As the photograph', 'the picture to paint', photo ? [photo] : []),
      place('painting', 'As the painting', 'whose style it gets', others.slice(0, 1)),
      others.length > 0 && place('another', 'As one more painting', 'blended with the others', others));
    byId('drop').hidden = false;
  }

  #end() {
    this.#depth = 0;
    byId('drop').hidden = true;
  }

  #paste(event) {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    this.#bring(files, byId('paintings-slot').contains(document.activeElement) ? 'painting' : 'photo');
  }

  async #bring(files, role) {
    const slot = byId(role === 'photo' ? 'photo-slot' : 'paintings-slot');
    slot.setAttribute('aria-busy', 'true');
    announce(`Uploading ${listed(files.map(file => file.name))}.`);
    const images = [];
    for (const file of files) {
      try {
        images.push(await this.#bringOne(file));
      } catch (refusal) {
        notify(refusal.message, { isError: true });
      }
    }
    slot.removeAttribute('aria-busy');
    this.#use(images.filter(image => !image.settings), role);
    images.filter(image => image.settings).forEach(image => this.#restore(image));
  }

  async #bringOne(file) {
    const { limits } = this.#studio;
    // Otherwise the whole file would be sent before it is refused.
    if (limits && file.size > limits.maxUploadBytes) throw new api.Refusal(413, `${file.name} is larger than ${Math.floor(limits.maxUploadBytes / 2 ** 20)} MB, the most that this studio takes.`);
    const image = await api.upload(file);
    this.#studio.addImage(image);
    return image;
  }

  #use(images, role) {
    if (images.length === 0) return;
    // A style that was learned is a painting, wherever it is dropped.
    if (role === 'photo' && images.every(image => image.learned)) role = 'painting';
    const names = listed(images.map(image => this.#studio.titleOf(image.id)));
    if (role === 'photo') {
      this.#studio.choosePhoto(images[0].id);
      notify(images.length === 1 ? `${names} is the photograph.` : `${names} are in your gallery; the first one is the photograph.`, {
        action: { label: 'Make it a painting', run: () => this.#use(images, 'painting') },
      });
    } else {
      const known = role === 'another' ? this.#studio.paintings : [];
      const more = images.map(image => ({ image: image.id, weight: 1 })).filter(({ image }) => !known.some(each => each.image === image));
      this.#studio.choosePaintings([...known, ...more]);
      announce(`${names}: chosen as painting.`);
    }
  }

  // A picture that was painted here carries what it was made with.
  #restore(image) {
    const { lacksPhoto, lacksPainting } = this.#studio.restore(image.settings);
    const lacks = [lacksPhoto && 'photograph', lacksPainting && 'painting'].filter(Boolean);
    const sentence = lacks.length === 0
      ? 'This picture was painted here: its settings are back on your palette.'
      : `This picture was painted by Atelier: its settings are on your palette, but its ${listed(lacks)} must be uploaded too.`;
    notify(sentence, { action: { label: 'Use it as the photograph instead', run: () => this.#studio.choosePhoto(image.id) } });
  }
}
