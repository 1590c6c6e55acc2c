import * as api from './api.js';
import { byId, h, show } from './dom.js';
import { tellRefusal } from './notices.js';
import { range } from './range.js';

// Pixels of the longer side, on which regions are painted: they are enlarged with the picture.
const side = 512;

const mostSteps = 20;

// One for each painting; they tell apart, also for those who see few colors.
const colors = ['#2f7ed8', '#e0812b', '#3f9b57', '#b8348b', '#e5c100', '#12a5a5', '#7a4fc4', '#c9372c'];

/** The dialog in which each painting is given its part of the photograph: each is a brush of its own color. */
export class Brush {
  #studio;
  #dialog = byId('brush');
  #canvas;
  #layers = [];
  #past = [];
  #chosen = 0;
  #size = 40;
  #feather = 2;
  #last = null; // Where the brush is, while it is down.
  #frame = 0; // Of the drawing that is due.
  #scratch;

  constructor(studio) {
    this.#studio = studio;
    this.#dialog.addEventListener('close', () => byId('choose-regions')?.focus());
    this.#dialog.addEventListener('keydown', event => {
      if (event.key !== 'z' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      this.#undo();
    });
  }

  async open() {
    const { photo, paintings } = this.#studio, { width, height } = this.#studio.images.get(photo);
    const scale = side / Math.max(width, height);
    const size = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
    this.#past = [];
    this.#chosen = 0;
    this.#layers = paintings.map(() => layer(size));
    this.#scratch = layer(size);
    this.#canvas = h('canvas', { ...size, class: 'brush-canvas', role: 'img', 'aria-label': 'Regions of the photograph' });
    for (const [type, act] of [['pointerdown', this.#down], ['pointermove', this.#move], ['pointerup', this.#up], ['pointercancel', this.#up]]) this.#canvas.addEventListener(type, act);
    this.#draw();
    this.#dialog.showModal();
    await Promise.all(paintings.map(({ mask }, i) => mask && load(mask, this.#layers[i])));
    this.#compose();
  }

  #draw() {
    const { photo, paintings } = this.#studio, { width, height } = this.#canvas;
    // It has the photograph's shape before that is there, so that nothing moves under the brush.
    const stage = h('div', { class: 'brush-stage' }, h('img', { src: api.url.view(photo), alt: '' }), this.#canvas);
    stage.style.setProperty('--ratio', width / height);
    show(this.#dialog,
      h('header', { class: 'gallery-head' },
        h('div', {},
          h('h2', { id: 'brush-title' }, 'Where each painting goes'),
          h('p', { class: 'hint' }, 'Choose a painting and paint over the photograph. What you leave free stays the photograph.')),
        h('button', { type: 'button', class: 'secondary', onclick: () => this.#dialog.close() }, 'Cancel'),
        h('button', { type: 'button', class: 'primary', id: 'brush-done', onclick: () => this.#finish() }, 'Done')),
      h('div', { class: 'brush-body' },
        stage,
        h('div', { class: 'brush-tools' },
          h('fieldset', { class: 'brush-colors' },
            h('legend', { class: 'label' }, 'Brush'),
            ...paintings.map(({ image }, i) => this.#tool(i, this.#studio.titleOf(image), api.url.thumbnail(image), colors[i % colors.length])),
            this.#tool(-1, 'Photograph', api.url.thumbnail(photo), 'transparent')),
          this.#slider('brush-size', 'Size', 4, 160, this.#size, value => { this.#size = value; }),
          this.#slider('brush-feather', 'Soft edges', 0, 24, this.#feather, value => { this.#feather = value; this.#compose(); }),
          h('div', { class: 'buttons' },
            this.#button('brush-undo', 'Undo', () => this.#undo()),
            this.#button('brush-invert', 'Invert', () => this.#change(() => this.#invert())),
            this.#button('brush-rest', 'Fill the rest', () => this.#change(() => this.#fillRest())),
            this.#button('brush-clear', 'Clear', () => this.#change(() => this.#layers.forEach(wipe)))))));
    byId(`brush-${this.#chosen}`).checked = true;
  }

  #tool(index, title, source, color) {
    const tool = h('label', { class: 'brush-tool', title },
      h('input', { type: 'radio', name: 'brush', id: `brush-${index}`, onchange: () => { this.#chosen = index; } }),
      h('img', { src: source, alt: '' }),
      h('span', {}, title));
    tool.style.setProperty('--color', color);
    return tool;
  }

  #slider(id, label, min, max, value, hear) {
    return h('label', { class: 'field', for: id }, label, range({ id, min, max, value, oninput: event => hear(Number(event.target.value)) }));
  }

  #button(id, label, onclick) {
    return h('button', { type: 'button', class: 'secondary', id, onclick }, label);
  }

  #down = event => {
    event.preventDefault();
    this.#canvas.setPointerCapture(event.pointerId);
    this.#remember();
    this.#last = this.#place(event);
    this.#stroke(this.#last);
  };

  #move = event => {
    if (!this.#last) return;
    // All places since the last event, or a quick stroke has corners.
    for (const each of event.getCoalescedEvents?.() ?? []) this.#stroke(this.#place(each));
    this.#stroke(this.#place(event));
  };

  #up = () => { this.#last = null; };

  #place({ clientX, clientY }) {
    const box = this.#canvas.getBoundingClientRect();
    return { x: (clientX - box.left) * this.#canvas.width / box.width, y: (clientY - box.top) * this.#canvas.height / box.height };
  }

  // What one painting gets, the others lose.
  #stroke(to) {
    const from = this.#last;
    this.#layers.forEach((context, index) => {
      context.globalCompositeOperation = index === this.#chosen ? 'source-over' : 'destination-out';
      context.lineWidth = this.#size;
      context.beginPath();
      context.moveTo(from.x, from.y);
      context.lineTo(to.x, to.y);
      context.stroke();
    });
    this.#last = to;
    this.#compose();
  }

  #change(act) {
    this.#remember();
    act();
    this.#compose();
  }

  #remember() {
    this.#past.push(this.#layers.map(context => context.getImageData(0, 0, context.canvas.width, context.canvas.height)));
    if (this.#past.length > mostSteps) this.#past.shift();
  }

  #undo() {
    const before = this.#past.pop();
    if (!before) return;
    this.#layers.forEach((context, i) => context.putImageData(before[i], 0, 0));
    this.#compose();
  }

  #invert() {
    if (this.#chosen < 0) return;
    const chosen = this.#layers[this.#chosen];
    chosen.globalCompositeOperation = 'source-out';
    chosen.fillRect(0, 0, chosen.canvas.width, chosen.canvas.height);
    for (const other of this.#layers.filter(context => context !== chosen)) take(other, chosen);
  }

  #fillRest() {
    if (this.#chosen < 0) return;
    const chosen = this.#layers[this.#chosen];
    wipe(chosen);
    chosen.globalCompositeOperation = 'source-over';
    chosen.fillRect(0, 0, chosen.canvas.width, chosen.canvas.height);
    for (const other of this.#layers.filter(context => context !== chosen)) take(chosen, other);
  }

  // Once before the next picture of the screen, however often the brush moves until then.
  #compose() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#show();
    });
  }

  // Each region in its color over the photograph, as soft as it will be.
  #show() {
    const view = this.#canvas.getContext('2d'), { width, height } = this.#canvas;
    view.clearRect(0, 0, width, height);
    this.#layers.forEach((context, index) => {
      const tinted = this.#scratch;
      wipe(tinted);
      tinted.globalCompositeOperation = 'source-over';
      tinted.filter = this.#feather > 0 ? `blur(${this.#feather}px)` : 'none';
      tinted.drawImage(context.canvas, 0, 0);
      tinted.filter = 'none';
      tinted.globalCompositeOperation = 'source-in';
      tinted.fillStyle = colors[index % colors.length];
      tinted.fillRect(0, 0, width, height);
      view.globalAlpha = 0.6;
      view.drawImage(tinted.canvas, 0, 0);
    });
  }

  async #finish() {
    const { paintings } = this.#studio;
    const painted = this.#layers.map(isPainted);
    const masks = painted.some(Boolean) ? await tellRefusal(() => Promise.all(this.#layers.map((context, i) => (painted[i] ? this.#send(context) : null)))) : paintings.map(() => null);
    if (!masks) return;
    // A painting without a region would go everywhere: it is left out.
    this.#studio.choosePaintings(paintings.map(({ image, weight }, i) => (masks[i] ? { image, weight, mask: masks[i] } : { image, weight }))
      .filter(({ mask }) => mask || !painted.some(Boolean)));
    this.#dialog.close();
  }

  async #send(context) {
    const { width, height } = this.#canvas, whole = layer({ width, height });
    whole.fillStyle = '#000';
    whole.fillRect(0, 0, width, height);
    whole.filter = this.#feather > 0 ? `blur(${this.#feather}px)` : 'none';
    whole.drawImage(context.canvas, 0, 0);
    const blob = await new Promise(resolve => { whole.canvas.toBlob(resolve, 'image/png'); });
    return (await api.upload(new File([blob], 'region.mask.png', { type: 'image/png' }))).id;
  }
}

function layer(size) {
  const context = h('canvas', size).getContext('2d', { willReadFrequently: true });
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.strokeStyle = context.fillStyle = '#fff';
  return context;
}

function wipe(context) {
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
}

// What the other has.
function take(context, other) {
  context.globalCompositeOperation = 'destination-out';
  context.drawImage(other.canvas, 0, 0);
}

function isPainted(context) {
  return context.getImageData(0, 0, context.canvas.width, context.canvas.height).data.some((value, i) => i % 4 === 3 && value > 0);
}

// A mask that was painted before: its lightness is how much of the region is there.
async function load(id, context) {
  const image = h('img', { src: api.url.view(id) });
  const isThere = await image.decode().then(() => true, () => false);
  if (!isThere) return;
  const { width, height } = context.canvas;
  context.drawImage(image, 0, 0, width, height);
  const pixels = context.getImageData(0, 0, width, height);
  for (let i = 0; i < pixels.data.length; i += 4) pixels.data.set([255, 255, 255, pixels.data[i]], i);
  context.putImageData(pixels, 0, 0);
}
