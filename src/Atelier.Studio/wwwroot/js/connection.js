import * as api from './api.js';
import { ask } from './ask.js';
import { byId, h, say, show } from './dom.js';
import { Events } from './events.js';
import { announce, notify } from './notices.js';

const refusedKey = 401;

/** The line to the server: tells when it is gone, and brings the page up to date when it is back. */
export class Connection {
  #studio;
  #refresh;
  #events;
  #isLost = false;
  #losses = 0; // So that an answer which comes late is told from one that still counts.
  #isAsking = false;

  /** @param {function(): Promise} refresh fetches what may have changed. */
  constructor(studio, refresh) {
    this.#studio = studio;
    this.#refresh = refresh;
    this.#events = new Events({
      job: job => studio.hearJob(job),
      deleted: id => studio.forgetJob(id),
      open: () => this.#open(),
      lost: wait => this.#lose(wait),
    });
    studio.follow(['job', 'jobs'], () => { if (!this.#isLost) this.#tellWork(); });
  }

  async #open() {
    const wasLost = this.#isLost;
    this.#isLost = false;
    this.#losses++;
    byId('absence').hidden = true;
    if (wasLost) announce('The studio is back.');
    try {
      this.#studio.limits = (await api.status()).limits;
      await this.#refresh();
      this.#tellWork();
    } catch (refusal) {
      if (refusal.status !== 0) notify(refusal.message, { isError: true }); // Silence ends the events too.
    }
  }

  async #lose(wait) {
    const loss = ++this.#losses;
    const refusal = await api.status().then(() => null, refusal => refusal);
    if (refusal === null || loss !== this.#losses) return; // It is back, or the next try is under way.
    if (refusal.status === refusedKey) {
      this.#askKey();
      return;
    }
    const isNew = !this.#isLost;
    this.#isLost = true;
    this.#server('gone', 'Away');
    if (isNew) {
      show(byId('absence'),
        h('p', {}, h('strong', {}, 'The studio does not answer.'), ' Nothing is lost: what was painting goes on when it is back.'),
        h('p', { class: 'absence-wait', id: 'absence-wait', 'aria-live': 'off' }),
        h('button', { type: 'button', class: 'secondary', onclick: () => this.#events.retry() }, 'Try now'));
      byId('absence').hidden = false;
    }
    say(byId('absence-wait'), wait < 1500 ? 'Trying again …' : `Trying again in ${Math.round(wait / 1000)} seconds.`);
  }

  async #askKey() {
    if (this.#isAsking) return;
    this.#isAsking = true;
    this.#server('gone', 'Locked');
    const key = await ask({ title: 'This studio is locked', text: 'Whoever runs it has given it a key.', yes: 'Open', field: { label: 'Key', type: 'password' } });
    if (key) await api.openSession(key).catch(refusal => announce(refusal.message));
    this.#isAsking = false;
    this.#events.retry();
  }

  #tellWork() {
    const count = state => [...this.#studio.jobs.values()].filter(job => job.state === state).length;
    const running = count('running'), queued = count('queued');
    if (running + queued === 0) this.#server('ready', 'Ready');
    else this.#server('busy', [running && `${running} painting`, queued && `${queued} waiting`].filter(Boolean).join(', '));
  }

  #server(state, text) {
    byId('server').dataset.state = state;
    say(byId('server'), text);
  }
}
