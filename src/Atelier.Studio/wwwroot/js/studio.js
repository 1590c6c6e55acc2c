import * as api from './api.js';
import { keep, recall } from './memory.js';
import { defaults, isAllowed } from './settings.js';
import { listed } from './words.js';

const finalStates = ['finished', 'canceled', 'failed'];

/** Whether nothing more will happen to a job. */
export const isOver = job => finalStates.includes(job.state);

/**
 * What the page knows: pictures, jobs, and the choices on the palette. Dispatches events when something changes: `images`, `jobs` (some
 * came or went), `job` (its `detail` changed), `choice` (of pictures), `weights` (of paintings) and `settings`.
 */
export class Studio extends EventTarget {
  /** By id; samples first, then own ones, newest first. */
  images = new Map();

  /** By id, in no order; see {@link newestJobs}. */
  jobs = new Map();

  /** Whether the pictures are known. */
  isOpen = false;

  /** Id of the photograph. @type {?string} */
  photo = null;

  /** `mask` is the id of a picture: where the painting goes. @type {{image: string, weight: number, mask: ?string}[]} */
  paintings = [];

  /** By name; empty until {@link openSettings}. */
  settings = {};

  /** What the server allows, once it was asked. */
  limits = null;

  #asked = new Set();

  constructor() {
    super();
    const kept = recall('palette');
    if (kept) Object.assign(this, { photo: kept.photo, paintings: kept.paintings, settings: kept.settings });
  }

  /** Begins with the defaults and what was kept from the last visit, once the schema is known. */
  openSettings() {
    const kept = Object.entries(this.settings).filter(([name, value]) => isAllowed(name, value));
    this.settings = { ...defaults, ...Object.fromEntries(kept) };
    this.#tell('settings');
  }

  #tell(type, detail) {
    if (['choice', 'weights', 'settings'].includes(type)) keep('palette', { photo: this.photo, paintings: this.paintings, settings: this.settings });
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** Calls `hear` at once and after each of the events. */
  follow(types, hear) {
    for (const type of types) this.addEventListener(type, event => hear(event.detail));
    hear();
  }

  /** Fetches all pictures, and puts the first samples on an empty palette. */
  async loadImages() {
    const all = new Map();
    let next = null;
    do {
      const page = await api.images(next);
      for (const image of page.items) all.set(image.id, image);
      next = page.next;
    } while (next);
    this.images = all;
    this.isOpen = true;
    this.#tell('images');
    const first = role => [...all.values()].find(image => image.role === role)?.id;
    const here = this.paintings.filter(painting => all.has(painting.image));
    const paintings = here.length > 0 ? here : [first('style')].filter(Boolean).map(image => ({ image, weight: 1 }));
    const photo = all.has(this.photo) ? this.photo : first('content') ?? null;
    if (photo === this.photo && here.length === this.paintings.length && here.length > 0) return;
    Object.assign(this, { photo, paintings });
    this.#tell('choice');
  }

  /** Adds a picture that came in. */
  addImage(image) {
    const samples = [...this.images.values()].filter(known => known.sample), own = [...this.images.values()].filter(known => !known.sample);
    this.images = new Map([...samples, image, ...own].map(each => [each.id, each]));
    this.#tell('images');
  }

  removeImage(id) {
    this.images.delete(id);
    if (this.photo === id) this.choosePhoto(null);
    if (this.paintings.some(painting => painting.image === id)) this.choosePaintings(this.paintings.filter(painting => painting.image !== id));
    this.#tell('images');
  }

  /** The title of a picture; one that is not known yet is asked for. */
  titleOf(id) {
    const image = this.images.get(id);
    if (image) return image.title || image.name;
    if (this.isOpen && !this.#asked.has(id)) {
      this.#asked.add(id);
      api.image(id).then(found => this.addImage(found), () => {});
    }
    return 'a picture';
  }

  /** What a job or the palette makes of what, as a title. */
  titleOfWork({ content, styles, kind }) {
    const photo = this.titleOf(content);
    return kind === 'reconstruct' ? `${photo}, seen by the network` : `${photo} × ${listed(styles.map(style => this.titleOf(style.image)))}`;
  }

  choosePhoto(id) {
    // Regions are of one photograph.
    if (id !== this.photo) this.paintings = this.paintings.map(({ image, weight }) => ({ image, weight }));
    this.photo = id;
    this.#tell('choice');
  }

  /** @param {{image: string, weight: number}[]} paintings */
  choosePaintings(paintings) {
    this.paintings = paintings;
    this.#tell('choice');
  }

  /** Changes how much a painting counts. */
  weigh(index, weight) {
    this.paintings = this.paintings.map((painting, i) => (i === index ? { ...painting, weight } : painting));
    this.#tell('weights');
  }

  /** Changes some of the settings. */
  set(changes) {
    this.settings = { ...this.settings, ...changes };
    this.#tell('settings');
  }

  /** What a job needs: the palette as it is, with some settings changed. */
  request(changes = {}) {
    return { kind: 'stylize', content: this.photo, styles: this.paintings, options: { ...this.settings, ...changes } };
  }

  /** Puts on the palette what a job or a dropped picture was made with; says what could not be found again. */
  restore({ content, styles, options }) {
    this.set({ ...defaults, ...Object.fromEntries(Object.entries(options).filter(([name, value]) => isAllowed(name, value))) });
    const known = styles.filter(style => this.images.has(style.image));
    if (known.length > 0) this.paintings = known.map(({ image, weight, mask }) => ({ image, weight, ...mask && { mask } }));
    if (this.images.has(content)) this.photo = content;
    this.#tell('choice');
    return { lacksPhoto: !this.images.has(content), lacksPainting: known.length < styles.length };
  }

  /** All jobs, newest first; ids sort by time. */
  newestJobs() {
    return [...this.jobs.values()].sort((a, b) => (a.id < b.id ? 1 : -1));
  }

  /** Takes in what the server says of a job, unless it is older than what is known. */
  hearJob(job) {
    const known = this.jobs.get(job.id);
    if (known && known.revision > job.revision) return;
    this.jobs.set(job.id, job);
    if (!known) this.#tell('jobs');
    this.#tell('job', job);
  }

  forgetJob(id) {
    if (this.jobs.delete(id)) this.#tell('jobs');
  }
}
