import * as api from './api.js';
import { byId, h, say, show } from './dom.js';
import { JobProgress, sentence } from './job-progress.js';
import { announce } from './notices.js';
import { Painting } from './painting.js';
import { here } from './rooms.js';
import { Impression } from './impression.js';
import { differing, defaults, shown } from './settings.js';
import { beforeAfter } from './slider.js';
import { isOver } from './studio.js';

/** The large picture: the choice on the palette, or a job from its first stroke to the finished picture. */
export class Easel {
  #studio;
  #actions;
  #job = null; // Id of the job that is looked at; null for the palette.
  #state = null;
  #painting = null;
  #progress = null;
  #impression;

  constructor(studio, actions) {
    this.#studio = studio;
    this.#actions = actions;
    this.#impression = new Impression(studio);
    studio.follow(['choice', 'images', 'jobs'], () => this.#draw());
    studio.addEventListener('job', ({ detail }) => { if (detail.id === this.#job) this.#draw(); });
  }

  /** Puts a job on the easel; the palette's pictures with an empty id. */
  look(id) {
    this.#job = id || null;
    this.#forgetView();
    this.#draw();
    if (id && !this.#studio.jobs.has(id)) api.job(id).then(job => this.#studio.hearJob(job), () => {});
  }

  /** Makes up for events that were missed. */
  refresh() {
    const job = this.#studio.jobs.get(this.#job);
    if (job) this.#progress?.reload(job);
  }

  #forgetView() {
    this.#state = this.#painting = this.#progress = null;
    const buttons = byId('easel-buttons'), hadFocus = buttons.contains(document.activeElement);
    show(buttons);
    if (hadFocus) byId('easel-title').focus();
  }

  #draw() {
    if (!this.#studio.isOpen) return;
    const job = this.#studio.jobs.get(this.#job);
    if (job) this.#update(job);
    else this.#drawPalette();
  }

  #drawPalette() {
    this.#forgetView();
    const { photo, paintings } = this.#studio;
    byId('room-easel').dataset.state = 'palette';
    if (!photo) {
      show(byId('stage'), h('div', { class: 'stage-empty' },
        h('p', { class: 'stage-invitation' }, 'What shall we paint?'),
        h('p', {}, 'Drop a photograph here, paste one, or choose one on the palette.')));
      say(byId('easel-title'), 'An empty easel');
      show(byId('caption-body'));
      return;
    }
    this.#frame(this.#studio.images.get(photo),
      h('img', { src: api.url.view(photo), alt: this.#studio.titleOf(photo) }),
      paintings.length > 0 && this.#impression.element,
      paintings.length > 0 && h('div', { class: 'swatches', 'aria-hidden': 'true' }, ...paintings.slice(0, 3).map(({ image }) => h('img', { src: api.url.thumbnail(image), alt: '' }))));
    say(byId('easel-title'), paintings.length > 0 ? this.#studio.titleOfWork({ content: photo, styles: paintings }) : this.#studio.titleOf(photo));
    show(byId('caption-body'), h('p', { class: 'progress-line' }, paintings.length > 0 ? 'A first impression. Paint works it out, stroke by stroke.' : 'Now choose a painting: this picture will get its style.'));
  }

  #update(job) {
    if (this.#state === null) this.#drawJob(job);
    this.#painting?.update(job);
    this.#progress.update(job);
    const title = this.#studio.titleOfWork(job);
    say(byId('easel-title'), title);
    if (here().room === 'easel') document.title = `${job.state === 'running' ? `${Math.round(100 * job.progress.part)} % · ` : ''}${title} · Atelier`;
    const key = `${job.state} ${job.requested}`;
    if (this.#state === key) return;
    const isNews = this.#state !== '';
    this.#state = key;
    byId('room-easel').dataset.state = job.state;
    this.#drawButtons(job);
    if (job.state === 'finished') this.#drawResult(job);
    if (isNews && isOver(job)) this.#progress.reload(job); // Events have the loss of only some evaluations.
    if (isNews) announce(`${title}: ${job.state}. ${sentence(job)}`);
  }

  #drawJob(job) {
    const title = this.#studio.titleOfWork(job);
    this.#state = '';
    this.#painting = new Painting(job, title);
    this.#progress = new JobProgress(job);
    this.#frame(job.result ?? this.#studio.images.get(job.content), this.#painting.element);
    show(byId('caption-body'), this.#progress.element, h('p', { class: 'made-with' }, madeWith(job)));
  }

  #drawButtons(job) {
    const buttons = byId('easel-buttons'), focused = buttons.contains(document.activeElement);
    show(buttons, ...this.#actions.buttonsFor(job));
    if (focused) buttons.querySelector('button, a')?.focus();
  }

  #drawResult(job) {
    this.#painting = null;
    const alt = `${this.#studio.titleOfWork(job)}, painted`, after = api.url.result(job.id);
    this.#frame(job.result, job.kind === 'stylize' ? beforeAfter({ before: api.url.view(job.content), after, alt }) : h('img', { src: after, alt }));
  }

  // The frame has the picture's shape before the picture is there, so that nothing jumps.
  #frame(size, ...content) {
    const frame = h('div', { class: 'frame' }, ...content);
    frame.style.setProperty('--ratio', size ? size.width / size.height : 4 / 3);
    show(byId('stage'), frame);
  }
}

function madeWith({ options }) {
  const unusual = differing([defaults, options]);
  return unusual.map(setting => `${setting.label} ${shown(setting, options[setting.name])}`).join(' · ');
}
