import { byId, h } from './dom.js';
import { here } from './rooms.js';
import { Thumbnail } from './thumbnail.js';

const shownJobs = 12;

/** The latest jobs as a row of small pictures under the easel. */
export class Strip {
  #studio;
  #items = new Map();

  constructor(studio) {
    this.#studio = studio;
    studio.follow(['jobs', 'images'], () => this.#draw());
    studio.addEventListener('job', ({ detail }) => this.#items.get(detail.id)?.update(detail));
    addEventListener('hashchange', () => this.#mark());
  }

  #draw() {
    const jobs = this.#studio.newestJobs().slice(0, shownJobs);
    byId('strip').hidden = jobs.length === 0;
    const items = jobs.map(job => this.#items.get(job.id) ?? this.#item(job));
    this.#items = new Map(jobs.map((job, i) => [job.id, items[i]]));
    const list = byId('strip-list'), wanted = items.map(({ element }) => element);
    if (list.children.length !== wanted.length || wanted.some((element, i) => list.children[i] !== element)) list.replaceChildren(...wanted);
    jobs.forEach((job, i) => items[i].update(job));
    this.#mark();
  }

  #item(job) {
    const thumbnail = new Thumbnail(job), link = h('a', { href: `#easel/${job.id}`, class: 'strip-item' }, thumbnail.element);
    const update = now => {
      thumbnail.update(now);
      link.setAttribute('aria-label', `${this.#studio.titleOfWork(now)}, ${now.state}`);
    };
    return { element: h('li', {}, link), link, update };
  }

  #mark() {
    const { subject } = here();
    for (const [id, { link }] of this.#items) {
      if (id === subject) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
  }
}
