import * as api from './api.js';
import { ask } from './ask.js';
import { byId, h, say, show } from './dom.js';
import { Events } from './events.js';
import { announce, notify, tellRefusal } from './notices.js';

const refusedKey = 401;

/** The connection to the server: says when it is lost, and updates the page when it is back. */
export class Connection {
  #studio;
  #refresh;
  #events;
  #state = 'opening'; // Then open, lost or locked.
  #losses = 0; // So that an answer which comes late is told from one that still counts.

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
    for (const type of ['job', 'jobs']) studio.addEventListener(type, () => this.#tellWork());
  }

  async #open() {
    if (this.#state === 'lost') announce('The studio is back.');
    this.#losses++;
    byId('absence').hidden = true;
    try {
      const { version, device, limits } = await api.status();
      this.#studio.limits = limits;
      say(byId('colophon'), `Atelier ${version}, painting on the ${device}`);
      await this.#refresh();
      this.#state = 'open';
      this.#tellWork();
    } catch (refusal) {
      if (refusal.status !== 0) notify(refusal.message, { isError: true }); // Without an answer, the events end too.
    }
  }

  async #lose(wait) {
    const loss = ++this.#losses;
    const refusal = await api.status().then(() => null, refusal => refusal);
    if (refusal === null || loss !== this.#losses) return; // It is back, or the next attempt is under way.
    if (refusal.status === refusedKey) {
      this.#events.close();
      this.#askKey();
      return;
    }
    this.#server('gone', 'Offline');
    if (this.#state !== 'lost') {
      this.#state = 'lost';
      this.#tellAbsence(
        h('p', {}, h('strong', {}, 'The studio is not responding.'), ' Nothing is lost: unfinished pictures continue when it is back.'),
        h('p', { class: 'absence-wait', id: 'absence-wait', 'aria-live': 'off' }),
        h('button', { type: 'button', class: 'secondary', onclick: () => this.#events.retry() }, 'Try now'));
    }
    say(byId('absence-wait'), wait < 1500 ? 'Trying again …' : `Trying again in ${Math.round(wait / 1000)} seconds.`);
  }

  async #askKey() {
    this.#state = 'locked';
    this.#server('gone', 'Locked');
    byId('absence').hidden = true;
    const key = await ask({ title: 'This studio is locked', text: 'Enter the key that its owner gave you.', yes: 'Open', field: { label: 'Key', type: 'password' } });
    const isOpen = key && await tellRefusal(() => api.openSession(key).then(() => true));
    if (isOpen) this.#events.retry();
    else this.#tellAbsence(h('p', {}, h('strong', {}, 'This studio is locked.')), h('button', { type: 'button', class: 'secondary', onclick: () => this.#askKey() }, 'Enter the key'));
  }

  #tellAbsence(...content) {
    show(byId('absence'), ...content);
    byId('absence').hidden = false;
  }

  #tellWork() {
    if (this.#state !== 'open') return;
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
