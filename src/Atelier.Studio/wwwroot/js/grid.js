import * as api from './api.js';
import { byId, h, say, show } from './dom.js';
import { sentence } from './job-progress.js';
import { keep, recall } from './memory.js';
import { announce, tellRefusal } from './notices.js';
import { settingOf, settings } from './settings.js';
import { Thumbnail } from './thumbnail.js';
import { counted, figure } from './words.js';

const mostCells = 25, keptGrids = 6;

/** Grids over two settings: a job for each pair of values, shown as a labeled table that fills itself. */
export class Grid {
  #studio;
  #grids = recall('grids') ?? [];
  #cells = new Map(); // Per job, what to do when it changes.
  #drawn = null;

  constructor(studio) {
    this.#studio = studio;
    studio.follow(['jobs'], () => this.#drawGrids());
    studio.addEventListener('job', ({ detail }) => this.#cells.get(detail.id)?.(detail));
  }

  /** Builds the form, once the schema is known. */
  build() {
    // A grid of an earlier version may vary settings that no longer exist.
    this.#grids = this.#grids.filter(({ across, down }) => settingOf(across.name) && settingOf(down.name));
    this.#drawForm();
    this.#drawGrids();
  }

  /** Fetches the jobs of the grids that the page does not know yet. */
  async load() {
    const unknown = this.#grids.flatMap(grid => grid.jobs.flat()).filter(id => !this.#studio.jobs.has(id));
    await Promise.all(unknown.map(id => api.job(id).then(job => this.#studio.hearJob(job), () => {})));
    this.#drawGrids();
  }

  #drawForm() {
    const across = this.#side('across', 'Across', 'strength'), down = this.#side('down', 'Down', 'detail');
    const hint = h('p', { class: 'hint' });
    const paint = h('button', { type: 'submit', class: 'primary' }, 'Paint the grid');
    const check = () => {
      const count = across.values().length * down.values().length;
      const idle = [across, down].map(side => settingOf(side.name())).find(({ counts }) => counts && !counts(this.#studio.settings));
      const error = across.name() === down.name() ? 'Choose two different settings.'
        : idle ? idle.unless
        : count === 0 ? 'Write the values as numbers separated by commas.'
          : count > mostCells ? `That would be ${count} pictures; ${mostCells} at most.` : '';
      paint.disabled = error !== '' || !this.#studio.photo || this.#studio.paintings.length === 0;
      say(hint, error || `${counted(count, 'picture')} of ${this.#studio.settings.size} px.`);
    };
    byId('grid-form').addEventListener('input', check);
    byId('grid-form').addEventListener('submit', event => {
      event.preventDefault();
      this.#paint({ name: across.name(), values: across.values() }, { name: down.name(), values: down.values() });
    });
    show(byId('grid-form'), across.element, down.element, h('div', { class: 'grid-go' }, paint, hint));
    this.#studio.follow(['choice', 'settings'], check);
  }

  #side(id, label, first) {
    const select = h('select', { id: `grid-${id}` }, ...settings.filter(setting => setting.tries).map(({ name, label: text }) => h('option', { value: name, selected: name === first }, text)));
    const input = h('input', { type: 'text', id: `grid-${id}-values`, autocomplete: 'off', value: settingOf(first).tries.join(', ') });
    select.addEventListener('input', () => { input.value = settingOf(select.value).tries.join(', '); });
    const values = () => {
      const numbers = input.value.split(/[,;\s]+/).filter(Boolean).map(Number);
      return numbers.every(Number.isFinite) ? [...new Set(numbers)] : [];
    };
    return {
      name: () => select.value, values,
      element: h('fieldset', { class: 'grid-side' }, h('legend', { class: 'label' }, label),
        h('label', { class: 'field', for: select.id }, 'Setting', select),
        h('label', { class: 'field', for: input.id }, 'Values', input)),
    };
  }

  async #paint(across, down) {
    const jobs = [];
    const grid = { title: this.#studio.titleOfWork(this.#studio.request()), across, down, jobs, time: Date.now() };
    await tellRefusal(async () => {
      for (const value of down.values) {
        const row = [];
        jobs.push(row);
        for (const other of across.values) {
          const job = await api.createJob(this.#studio.request({ [down.name]: value, [across.name]: other }));
          row.push(job.id);
          this.#studio.hearJob(job);
        }
      }
    });
    if (jobs.flat().length === 0) return;
    this.#grids = [grid, ...this.#grids].slice(0, keptGrids);
    keep('grids', this.#grids);
    announce(`${counted(jobs.flat().length, 'picture')} queued.`);
    this.#drawGrids();
  }

  // Only where something differs: a redrawn table loses the focus.
  #drawGrids() {
    if (settings.length === 0) return;
    const known = JSON.stringify(this.#grids.map(({ time, jobs }) => [time, jobs.flat().map(id => this.#studio.jobs.has(id))]));
    if (known === this.#drawn) return;
    this.#drawn = known;
    this.#cells.clear();
    show(byId('grids'), this.#grids.length === 0
      ? h('div', { class: 'empty' }, h('p', { class: 'stage-invitation' }, 'No grid yet.'), h('p', {}, 'Three strengths by three details make nine small pictures, which are easy to compare.'))
      : this.#grids.map(grid => this.#table(grid)));
  }

  #table({ title, across, down, jobs, time }) {
    const acrossSetting = settingOf(across.name), downSetting = settingOf(down.name);
    const remove = () => {
      this.#grids = this.#grids.filter(grid => grid.time !== time);
      keep('grids', this.#grids);
      this.#drawGrids();
      byId('grid-title').focus();
    };
    const table = h('table', {},
      h('thead', {}, h('tr', {}, h('td', {}), ...across.values.map(value => h('th', { scope: 'col' }, `${acrossSetting.label} ${figure(value)}`)))),
      h('tbody', {}, ...down.values.map((value, row) => h('tr', {},
        h('th', { scope: 'row' }, `${downSetting.label} ${figure(value)}`),
        ...across.values.map((_, column) => h('td', {}, this.#cell(jobs[row]?.[column])))))));
    table.style.setProperty('--columns', across.values.length);
    return h('section', { class: 'grid' },
      h('div', { class: 'grid-head' }, h('h3', {}, title), h('button', { type: 'button', class: 'quiet', onclick: remove, 'aria-label': `Remove the grid of ${title}` }, 'Remove')),
      h('div', { class: 'grid-scroll', tabindex: '0', role: 'region', 'aria-label': `Grid of ${title}` }, table));
  }

  #cell(id) {
    const job = this.#studio.jobs.get(id);
    if (!job) return h('span', { class: 'cell-none' }, id ? 'deleted' : 'not painted');
    const thumbnail = new Thumbnail(job), link = h('a', { class: 'cell', href: `#easel/${id}` }, thumbnail.element);
    const update = now => {
      thumbnail.update(now);
      link.setAttribute('aria-label', `${now.state}: ${sentence(now)}`);
    };
    this.#cells.set(id, update);
    update(job);
    return link;
  }
}
