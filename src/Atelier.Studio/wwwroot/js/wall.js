import * as api from './api.js';
import { byId, h, say, show } from './dom.js';
import { sentence } from './job-progress.js';
import { tellRefusal } from './notices.js';
import { go } from './rooms.js';
import { Thumbnail } from './thumbnail.js';
import { counted, when } from './words.js';

const page = 24, mostCompared = 6;

/** All jobs as pictures on a wall, from which some can be taken to be compared. */
export class Wall {
  #studio;
  #actions;
  #cards = new Map();
  #compared = new Set();
  #next = null;
  #compare = h('button', { type: 'button', class: 'primary', onclick: () => go('compare', [...this.#compared].join(',')) });
  #hint = h('p', { class: 'hint' }, 'Check two or more pictures to see them side by side.');

  constructor(studio, actions) {
    this.#studio = studio;
    this.#actions = actions;
    show(byId('wall-bar'), this.#hint, this.#compare);
    studio.follow(['jobs', 'images'], () => this.#hang());
    studio.addEventListener('job', ({ detail }) => this.#cards.get(detail.id)?.update(detail));
  }

  /** Fetches the newest jobs, again after events were missed. */
  async load() {
    const { items, next } = await api.jobs(page);
    const oldest = items.at(-1)?.id ?? '';
    const here = new Set(items.map(job => job.id));
    for (const { id } of this.#studio.newestJobs()) {
      if (!here.has(id) && id >= oldest) this.#studio.forgetJob(id); // Deleted while nobody listened.
    }
    items.forEach(job => this.#studio.hearJob(job));
    this.#next ??= next;
    this.#drawEnd();
  }

  async #loadMore() {
    const more = await tellRefusal(() => api.jobs(page, this.#next));
    if (!more) return;
    more.items.forEach(job => this.#studio.hearJob(job));
    this.#next = more.next;
    this.#drawEnd();
  }

  #hang() {
    const jobs = this.#studio.newestJobs();
    for (const id of this.#cards.keys()) {
      if (this.#studio.jobs.has(id)) continue;
      const { element } = this.#cards.get(id), hadFocus = element.contains(document.activeElement);
      element.remove();
      if (hadFocus) byId('wall-title').focus();
      this.#cards.delete(id);
      this.#compared.delete(id);
    }
    jobs.forEach((job, place) => {
      if (!this.#cards.has(job.id)) this.#cards.set(job.id, this.#card(job));
      const { element, name } = this.#cards.get(job.id);
      name(job);
      // Moved only where it hangs wrong: a card that is moved loses its focus.
      if (byId('wall-list').children[place] !== element) byId('wall-list').insertBefore(element, byId('wall-list').children[place] ?? null);
    });
    this.#drawBar();
    this.#drawEnd();
  }

  #card(job) {
    const thumbnail = new Thumbnail(job);
    const title = h('span', { class: 'card-title' });
    const line = h('p', { class: 'card-line' });
    const check = h('input', { type: 'checkbox', onchange: () => this.#tick(job.id, check.checked) });
    const tick = h('label', { class: 'card-tick' }, check, h('span', {}, 'Compare'));
    const more = h('div', { class: 'card-actions' });
    const element = h('li', { class: 'card' },
      h('a', { class: 'card-picture', href: `#easel/${job.id}` }, thumbnail.element, title), line,
      h('div', { class: 'card-foot' }, h('time', { datetime: job.createdAt }, when(job.createdAt)), tick), more);
    let state = '';
    const update = now => {
      const isDone = now.state === 'finished';
      thumbnail.update(now);
      say(line, sentence(now));
      element.dataset.state = now.state;
      tick.hidden = !isDone;
      if (state === now.state) return;
      state = now.state;
      show(more, isDone && this.#actions.downloads(now), this.#actions.useAgain(now), this.#actions.delete(now));
    };
    const name = now => {
      const text = this.#studio.titleOfWork(now);
      say(title, text);
      check.setAttribute('aria-label', `Compare ${text}`);
    };
    update(job);
    return { element, update, name };
  }

  #tick(id, isTicked) {
    if (isTicked) this.#compared.add(id);
    else this.#compared.delete(id);
    this.#drawBar();
  }

  #drawBar() {
    const count = this.#compared.size;
    byId('wall-bar').hidden = this.#cards.size === 0;
    this.#compare.disabled = count < 2 || count > mostCompared;
    say(this.#compare, count < 2 ? 'Compare' : `Compare ${counted(count, 'picture')}`);
    say(this.#hint, count > mostCompared ? `At most ${mostCompared} fit side by side.` : 'Check two or more pictures to see them side by side.');
  }

  #drawEnd() {
    show(byId('wall-end'), this.#cards.size === 0
      ? h('div', { class: 'empty' }, h('p', { class: 'stage-invitation' }, 'There is nothing here yet.'), h('p', {}, h('a', { href: '#easel' }, 'Go to the easel'), ' and paint the first picture.'))
      : this.#next && h('button', { type: 'button', class: 'secondary', onclick: () => this.#loadMore() }, 'Show older pictures'));
  }
}
