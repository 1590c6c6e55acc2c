import * as api from './api.js';
import { ask } from './ask.js';
import { h } from './dom.js';
import { notify, tellRefusal } from './notices.js';
import { go, here } from './rooms.js';
import { isOver } from './studio.js';

const formats = [['png', 'PNG'], ['jpeg', 'JPEG'], ['webp', 'WebP'], ['tiff', 'TIFF']];

/** What can be done with a job, here and on the wall. */
export class JobActions {
  #studio;

  constructor(studio) {
    this.#studio = studio;
  }

  /** The buttons that a job in its state has on the easel. */
  buttonsFor(job) {
    const { id, state } = job;
    const tell = (label, change, kind = 'secondary') => h('button', {
      type: 'button', class: kind, data: { does: label.toLowerCase() },
      onclick: () => tellRefusal(async () => this.#studio.hearJob(await change(id))),
    }, label);
    const isAsked = Boolean(job.requested);
    return [
      (state === 'running' || state === 'queued') && !isAsked && tell('Pause', api.pause),
      state === 'paused' && tell('Resume', api.resume, 'primary'),
      !isOver(job) && !isAsked && tell('Cancel', api.cancel),
      state === 'finished' && this.downloads(job),
      (state === 'failed' || state === 'canceled') && this.#retry(job),
      isOver(job) && this.useAgain(job),
      isOver(job) && this.delete(job),
    ];
  }

  /** Links to the result in each format. */
  downloads(job) {
    return h('span', { class: 'downloads', role: 'group', 'aria-label': 'Download' },
      h('span', { 'aria-hidden': 'true' }, 'Download'),
      ...formats.map(([format, name]) => h('a', { href: api.url.download(job.id, format), download: true, class: 'format', 'aria-label': `Download as ${name}` }, name)));
  }

  useAgain(job) {
    const use = () => {
      const { lacksPhoto, lacksPainting } = this.#studio.restore(job);
      notify(lacksPhoto || lacksPainting ? 'The settings are on your palette, but one of its pictures was deleted.' : 'Its pictures and settings are on your palette.');
      go('easel');
    };
    return h('button', { type: 'button', class: 'secondary', data: { does: 'use' }, onclick: use }, 'Use these settings again');
  }

  delete(job) {
    const title = this.#studio.titleOfWork(job);
    const remove = async () => {
      if (!await ask({ title: 'Delete this picture?', text: `${title} is deleted for good.`, yes: 'Delete' })) return;
      const isGone = await tellRefusal(() => api.deleteJob(job.id).then(() => true));
      if (!isGone) return;
      this.#studio.forgetJob(job.id);
      if (here().subject === job.id) go('easel');
    };
    return h('button', { type: 'button', class: 'secondary danger', data: { does: 'delete' }, onclick: remove }, 'Delete');
  }

  #retry(job) {
    const again = () => tellRefusal(async () => {
      const next = await api.retry(job.id);
      this.#studio.hearJob(next);
      go('easel', next.id);
    });
    return h('button', { type: 'button', class: 'primary', data: { does: 'retry' }, onclick: again }, 'Try again');
  }
}
