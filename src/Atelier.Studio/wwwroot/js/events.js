import { url } from './api.js';

const shortest = 500, longest = 15_000; // Milliseconds between two tries.

/**
 * The studio's events of all jobs, for as long as the page is open. Browsers give up on some errors and retry others at
 * a fixed pace; this one always tries again, ever more slowly.
 */
export class Events {
  #source = null;
  #timer = 0;
  #wait = shortest;
  #hear;

  /**
   * @param {{job: function(Object), deleted: function(string), open: function(), lost: function(number)}} hear
   * `open` at each connection, `lost` with the milliseconds until the next try.
   */
  constructor(hear) {
    this.#hear = hear;
    addEventListener('online', () => this.retry());
    addEventListener('pagehide', () => this.close());
    addEventListener('pageshow', event => { if (event.persisted) this.retry(); });
    this.#connect();
  }

  /** Reconnects at once. */
  retry() {
    this.#wait = shortest;
    this.#connect();
  }

  /** Listens no more, until it is told to try. */
  close() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
  }

  #connect() {
    this.close();
    const source = this.#source = new EventSource(url.events);
    source.onopen = () => {
      this.#wait = shortest;
      this.#hear.open();
    };
    source.onerror = () => {
      this.close();
      const wait = this.#wait * (0.8 + 0.4 * Math.random()); // So that many pages do not come back in one instant.
      this.#wait = Math.min(2 * this.#wait, longest);
      this.#timer = setTimeout(() => this.#connect(), wait);
      this.#hear.lost(wait);
    };
    source.addEventListener('job', event => this.#hear.job(JSON.parse(event.data)));
    source.addEventListener('deleted', event => this.#hear.deleted(JSON.parse(event.data).id));
  }
}
