import { byId } from './dom.js';

const names = { easel: 'Easel', grid: 'Grid', wall: 'Wall', compare: 'Side by side' };

/** The room that the address names, and what is looked at in it: `#easel/01j9...`. */
export function here() {
  const [room, subject = ''] = location.hash.slice(1).split('/');
  return room in names ? { room, subject } : { room: 'easel', subject: '' };
}

/** Goes to a room. No element may have a room's name as its id, or browsers scroll to it. */
export function go(room, subject = '') {
  location.hash = subject ? `${room}/${subject}` : room;
}

/**
 * Shows the room of the address now and whenever it changes.
 * @param {Object<string, function(string)>} enter per room, what to do with the subject.
 */
export function openRooms(enter) {
  let last = null;
  const move = () => {
    const { room, subject } = here();
    for (const name of Object.keys(names)) byId(`room-${name}`).hidden = name !== room;
    for (const link of document.querySelectorAll('.rooms a')) {
      if (link.hash === `#${room}`) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
    document.title = `${names[room]} · Atelier`;
    enter[room](subject);
    if (last !== null && last !== room) {
      scrollTo(0, 0);
      byId(`${room}-title`).focus({ preventScroll: true });
    }
    last = room;
  };
  byId('skip').addEventListener('click', event => {
    event.preventDefault();
    byId(`${here().room}-title`).focus();
  });
  addEventListener('hashchange', move);
  move();
}
