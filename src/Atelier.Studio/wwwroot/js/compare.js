import * as api from './api.js';
import { byId, h, say, show } from './dom.js';
import { differing, shown } from './settings.js';

/** Several results side by side, each with the settings in which it differs from the others. */
export class Compare {
  #studio;
  #ids = [];
  #drawn = null;
  #closer = h('button', { type: 'button', class: 'secondary', 'aria-pressed': 'false', onclick: () => this.#look(this.#closer.getAttribute('aria-pressed') !== 'true') }, 'Look closer');

  constructor(studio) {
    this.#studio = studio;
    byId('compare-bar').append(this.#closer);
    studio.follow(['jobs', 'images'], () => this.#drawChanges());
  }

  /** @param {string} subject ids, with commas between. */
  async look(subject) {
    this.#ids = subject.split(',').filter(Boolean);
    const unknown = this.#ids.filter(id => !this.#studio.jobs.has(id));
    await Promise.all(unknown.map(id => api.job(id).then(job => this.#studio.hearJob(job), () => {})));
    this.#drawChanges();
  }

  // Only where something differs, so that pictures that are zoomed in stay so.
  #drawChanges() {
    const jobs = this.#ids.map(id => this.#studio.jobs.get(id)).filter(job => job?.result);
    const known = JSON.stringify(jobs.map(job => [job.id, this.#studio.titleOfWork(job)]));
    if (known === this.#drawn) return;
    this.#drawn = known;
    this.#draw(jobs);
  }

  #draw(jobs) {
    byId('compare-bar').hidden = jobs.length < 2;
    if (jobs.length < 2) {
      show(byId('compare-list'), h('div', { class: 'empty' }, h('p', { class: 'stage-invitation' }, 'Two pictures are needed.'), h('p', {}, h('a', { href: '#wall' }, 'Choose them on the wall'), '.')));
      return;
    }
    const differences = differing(jobs.map(job => job.options));
    say(byId('compare-lead'), differences.length === 0 ? 'All were made with the same settings.' : `They differ in ${differences.map(({ label }) => label.toLowerCase()).join(', ')}.`);
    byId('compare-list').style.setProperty('--columns', jobs.length <= 3 ? jobs.length : Math.ceil(jobs.length / 2));
    show(byId('compare-list'), ...jobs.map(job => this.#picture(job, differences)));
    this.#look(false);
  }

  #picture(job, differences) {
    const title = this.#studio.titleOfWork(job);
    const view = h('div', { class: 'compared-view', tabindex: '0', role: 'group', 'aria-label': title, onscroll: () => this.#follow(view) },
      h('img', { src: api.url.result(job.id), alt: title }));
    return h('figure', { class: 'compared' },
      view,
      h('figcaption', {},
        h('a', { href: `#easel/${job.id}` }, title),
        differences.length > 0 && h('dl', {}, ...differences.map(setting => h('div', {}, h('dt', {}, setting.label), h('dd', {}, shown(setting, job.options[setting.name])))))));
  }

  /** Shows the pictures larger than their frames, or whole again. */
  #look(isCloser) {
    this.#closer.setAttribute('aria-pressed', String(isCloser));
    byId('compare-list').classList.toggle('is-closer', isCloser);
  }

  // All show the same place.
  #follow(view) {
    for (const other of byId('compare-list').querySelectorAll('.compared-view')) {
      if (other !== view) other.scrollTo({ left: view.scrollLeft, top: view.scrollTop });
    }
  }
}
