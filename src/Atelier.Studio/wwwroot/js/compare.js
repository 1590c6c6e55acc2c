import * as api from './api.js';
import { byId, h, say, show } from './dom.js';
import { differing, shown } from './settings.js';

/** Several results side by side, each with the settings in which it differs from the others. */
export class Compare {
  #studio;
  #ids = [];

  constructor(studio) {
    this.#studio = studio;
    studio.follow(['jobs', 'images'], () => this.#draw());
  }

  /** @param {string} subject ids, with commas between. */
  async look(subject) {
    this.#ids = subject.split(',').filter(Boolean);
    const unknown = this.#ids.filter(id => !this.#studio.jobs.has(id));
    await Promise.all(unknown.map(id => api.job(id).then(job => this.#studio.hearJob(job), () => {})));
    this.#draw();
  }

  #draw() {
    const jobs = this.#ids.map(id => this.#studio.jobs.get(id)).filter(job => job?.result);
    if (jobs.length < 2) {
      say(byId('compare-lead'), '');
      show(byId('compare'), h('div', { class: 'empty' }, h('p', { class: 'stage-invitation' }, 'Two pictures are needed.'), h('p', {}, h('a', { href: '#wall' }, 'Choose them on the wall'), '.')));
      return;
    }
    const differences = differing(jobs.map(job => job.options));
    say(byId('compare-lead'), differences.length === 0 ? 'All were made with the same settings.' : `They differ in ${differences.map(({ label }) => label.toLowerCase()).join(', ')}.`);
    byId('compare').style.setProperty('--columns', jobs.length <= 3 ? jobs.length : Math.ceil(jobs.length / 2));
    show(byId('compare'), ...jobs.map(job => this.#picture(job, differences)));
  }

  #picture(job, differences) {
    const title = this.#studio.titleOfWork(job);
    return h('figure', { class: 'compared' },
      h('a', { href: `#easel/${job.id}`, 'aria-label': `${title}: put it on the easel` }, h('img', { src: api.url.result(job.id), alt: '' })),
      h('figcaption', {},
        h('strong', {}, title),
        differences.length > 0 && h('dl', {}, ...differences.map(setting => h('div', {}, h('dt', {}, setting.label), h('dd', {}, shown(setting, job.options[setting.name])))))));
  }
}
