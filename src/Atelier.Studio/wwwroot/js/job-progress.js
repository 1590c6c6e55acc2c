import * as api from './api.js';
import { h, say } from './dom.js';
import { LossCurve } from './loss-curve.js';
import { duration, figure, placeInLine } from './words.js';

/** How far a job is: a bar, a line of words and the loss curve. */
export class JobProgress {
  #id;
  #bar = h('progress', { max: 1, 'aria-label': 'Progress' });
  #line = h('p', { class: 'progress-line' });
  #curve = new LossCurve();

  element = h('div', { class: 'progress' }, this.#bar, this.#line, this.#curve.element);

  constructor(job) {
    this.#id = job.id;
    this.#curve.clear();
    this.update(job);
    this.reload(job);
  }

  /** Fetches the whole curve: at first, and after events were missed. */
  async reload(job) {
    const history = await api.losses(this.#id).catch(() => null);
    if (history) this.#curve.load(history, job.progress.evaluations);
  }

  update(job) {
    const { progress, state } = job;
    this.#bar.hidden = state === 'finished' || state === 'failed' || state === 'canceled';
    this.#bar.value = progress.part;
    this.#bar.setAttribute('aria-valuetext', `${Math.round(100 * progress.part)} %`);
    this.#curve.add(progress.evaluation, progress.loss);
    say(this.#line, sentence(job));
  }
}

/** Where a job stands, in words. */
export function sentence({ state, requested, progress, queuePosition, secondsUntilStart, result, error }) {
  const done = `evaluation ${progress.evaluation} of ${progress.evaluations}`;
  switch (state) {
    case 'queued':
      return `${queuePosition ? placeInLine(queuePosition) : 'Waiting'}${secondsUntilStart ? `, starts in about ${duration(secondsUntilStart)}` : ''}.`;
    case 'running':
      if (requested === 'pause') return 'Pausing after this evaluation …';
      if (requested === 'cancel') return 'Stopping after this evaluation …';
      return [
        progress.evaluation === 0 ? 'Mixing the paint …' : done[0].toUpperCase() + done.slice(1),
        progress.levels > 1 && progress.level > 0 && `size ${progress.level} of ${progress.levels}`,
        progress.rate && `${figure(progress.rate)} evaluations a second`,
        progress.secondsLeft !== null && progress.evaluation > 0 && `${duration(progress.secondsLeft)} left`,
      ].filter(Boolean).join(' · ');
    case 'paused':
      return `Paused at ${done}. It resumes exactly where it stopped.`;
    case 'canceled':
      return progress.evaluation > 0 ? `Canceled at ${done}.` : 'Canceled before the first evaluation.';
    case 'failed':
      return error;
    default:
      return [`${result.width} × ${result.height} pixels, painted in ${duration(result.seconds)}.`, progress.note].filter(Boolean).join(' ');
  }
}
