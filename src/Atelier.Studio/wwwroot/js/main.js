import * as api from './api.js';
import { Arrivals } from './arrivals.js';
import { Brush } from './brush.js';
import { Compare } from './compare.js';
import { Connection } from './connection.js';
import { Controls } from './controls.js';
import { byId, say } from './dom.js';
import { Easel } from './easel.js';
import { Gallery } from './gallery.js';
import { Grid } from './grid.js';
import { JobActions } from './job-actions.js';
import { sentence } from './job-progress.js';
import { announce, tellRefusal } from './notices.js';
import { go, here, openRooms } from './rooms.js';
import { learn, settings } from './settings.js';
import { Slots } from './slots.js';
import { Strip } from './strip.js';
import { Studio } from './studio.js';
import { Wall } from './wall.js';

const studio = new Studio();
const arrivals = new Arrivals(studio);
const gallery = new Gallery(studio, role => arrivals.choose(role));
const controls = new Controls(studio);
const actions = new JobActions(studio);
const easel = new Easel(studio, actions);
const wall = new Wall(studio, actions);
const grid = new Grid(studio);
const compare = new Compare(studio);
const brush = new Brush(studio);
new Slots(studio, role => gallery.open(role), () => brush.open());
new Strip(studio);

openRooms({
  easel: id => easel.look(id),
  grid: () => {},
  wall: () => {},
  compare: ids => compare.look(ids),
});

byId('palette').addEventListener('submit', async event => {
  event.preventDefault();
  byId('paint').disabled = true;
  const job = await tellRefusal(() => api.createJob(studio.request()));
  byId('paint').disabled = false;
  if (!job) return;
  studio.hearJob(job);
  go('easel', job.id);
  const now = studio.jobs.get(job.id); // Events may have come before the answer.
  announce(`${studio.titleOfWork(now)}: ${now.state}. ${sentence(now)}`);
  if (matchMedia('(max-width: 60rem)').matches) byId('stage').scrollIntoView({ block: 'start' });
});

// A new choice is shown on the easel.
studio.addEventListener('choice', () => { if (here().room === 'easel' && here().subject && isReady) go('easel'); });

studio.follow(['choice', 'settings'], () => {
  const isComplete = settings.length > 0 && studio.photo !== null && studio.paintings.length > 0;
  byId('paint').disabled = !isComplete;
  say(byId('paint-hint'), isComplete ? `${studio.settings.evaluations} evaluations at ${studio.settings.size} px`
    : settings.length === 0 ? '' : studio.photo ? 'A painting is missing.' : 'A photograph is missing.');
});

let isReady = false, opening = null;

/** Fetches what may have changed while no events came. */
async function refresh() {
  if (settings.length === 0) await (opening ??= openSettings().finally(() => { opening = null; }));
  await studio.loadImages();
  await Promise.all([wall.load(), grid.load()]);
  easel.refresh();
  if (isReady) return;
  isReady = true;
  const running = studio.newestJobs().find(job => job.state === 'running');
  if (location.hash === '' && running) go('easel', running.id);
}

/** Builds everything that the server's schema describes. */
async function openSettings() {
  const [schema, networks] = await Promise.all([api.schema(), api.networks()]);
  learn(schema);
  studio.openSettings();
  controls.build();
  controls.offerPresets(schema.presets);
  controls.offerNetworks(networks);
  grid.build();
}

new Connection(studio, refresh);
