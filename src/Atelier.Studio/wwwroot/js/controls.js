import { byId, h, say, show } from './dom.js';
import { fillTrack, range } from './range.js';
import { defaults, settings, shown } from './settings.js';

/** The settings of the palette, and the presets above them. */
export class Controls {
  #studio;
  #updates = [];

  constructor(studio) {
    this.#studio = studio;
    const more = byId('more-settings').parentElement;
    more.addEventListener('toggle', () => { if (more.open) more.parentElement.scrollTo({ top: more.offsetTop }); });
  }

  /** Builds a control for each setting, once the schema is known. */
  build() {
    for (const setting of settings) byId(setting.isAdvanced ? 'more-settings' : 'settings').append(this.#control(setting));
    this.#studio.follow(['settings'], () => this.#updates.forEach(update => update(this.#studio.settings)));
  }

  /** @param {{name: string, title: string, description: string, values: Object}[]} presets */
  offerPresets(presets) {
    const keptApart = ['seed', 'network']; // A preset is a way of painting; these two are not.
    const values = preset => Object.entries({ ...defaults, ...preset.values }).filter(([name]) => name in defaults && !keptApart.includes(name));
    const buttons = presets.map(preset => [preset, h('button', {
      type: 'button', class: 'chip', title: preset.description, onclick: () => this.#studio.set(Object.fromEntries(values(preset))),
    }, preset.title)]);
    const description = h('p', { class: 'hint' });
    byId('presets').append(h('div', { class: 'chips' }, ...buttons.map(([, button]) => button)), description);
    byId('presets').hidden = false;
    this.#studio.follow(['settings'], () => {
      const chosen = preset => values(preset).every(([name, value]) => this.#studio.settings[name] === value);
      for (const [preset, button] of buttons) button.setAttribute('aria-pressed', chosen(preset));
      say(description, presets.find(chosen)?.description ?? 'Your own settings.');
    });
  }

  /** @param {{name: string, title: string, isHere: boolean}[]} networks */
  offerNetworks(networks) {
    const select = byId('setting-network');
    show(select, ...networks.map(({ name, title, isHere }) => h('option', { value: name, disabled: !isHere }, isHere ? title : `${title} (not downloaded)`)));
    select.value = this.#studio.settings.network;
  }

  #control(setting) {
    return { slider: this.#slider, choice: this.#choice, either: this.#either, number: this.#number, seed: this.#seed }[setting.control].call(this, setting);
  }

  #slider({ name, label, description, scale, ends }) {
    const id = `setting-${name}`, output = h('output', { for: id });
    const slider = range({
      id, min: scale.min, max: scale.max, step: scale.step,
      oninput: () => this.#studio.set({ [name]: scale.value(Number(slider.value)) }),
    });
    this.#updates.push(values => {
      slider.value = scale.at(values[name]);
      fillTrack(slider);
      say(output, shown({}, values[name]));
      slider.setAttribute('aria-valuetext', `${output.textContent}, between ${ends[0]} and ${ends[1]}`);
    });
    return h('div', { class: 'setting', title: description },
      h('label', { for: id }, label), output, slider,
      h('p', { class: 'ends', 'aria-hidden': 'true' }, h('span', {}, ends[0]), h('span', {}, ends[1])));
  }

  #choice({ name, label, description, choices, default: initial }) {
    const id = `setting-${name}`, isNumber = typeof initial === 'number';
    const option = ([value, text]) => h('option', { value }, text);
    const select = h('select', {
      id, onchange: () => this.#studio.set({ [name]: isNumber ? Number(select.value) : select.value }),
    }, ...choices.map(option));
    this.#updates.push(values => {
      // A restored picture may have a value that is not offered.
      if (![...select.options].some(({ value }) => value === String(values[name]))) select.append(option([values[name], String(values[name])]));
      select.value = values[name];
    });
    return h('div', { class: 'setting setting-line', title: description }, h('label', { for: id }, label), select);
  }

  #either({ name, label, description, choices }) {
    const radios = choices.map(([value]) => h('input', {
      type: 'radio', name: `setting-${name}`, id: `setting-${name}-${value}`, value, onchange: () => this.#studio.set({ [name]: value }),
    }));
    this.#updates.push(values => radios.forEach(radio => { radio.checked = radio.value === values[name]; }));
    return h('fieldset', { class: 'setting setting-line', title: description },
      h('legend', {}, label),
      h('div', { class: 'either' }, ...choices.flatMap(([value, text], i) => [radios[i], h('label', { for: `setting-${name}-${value}` }, text)])));
  }

  #number(setting) {
    const { name, label, description } = setting, id = `setting-${name}`, input = this.#numberInput(setting, id);
    return h('div', { class: 'setting setting-line', title: description }, h('label', { for: id }, label), input);
  }

  #seed(setting) {
    const { name, label, description, counts, unless } = setting, id = `setting-${name}`, input = this.#numberInput(setting, id);
    const roll = h('button', { type: 'button', class: 'secondary', onclick: () => this.#studio.set({ [name]: Math.floor(Math.random() * 10_000) }) }, 'Roll');
    const line = h('div', { class: 'setting setting-line' }, h('label', { for: id }, label), h('span', { class: 'with-button' }, input, roll));
    this.#updates.push(values => {
      input.disabled = roll.disabled = !counts(values);
      line.title = counts(values) ? description : unless;
    });
    return line;
  }

  #numberInput({ name, kind, least, most }, id) {
    const isWhole = kind === 'wholeNumber';
    const input = h('input', {
      type: 'number', id, min: least, max: most, step: isWhole ? 1 : 'any', inputmode: isWhole ? 'numeric' : 'decimal', required: true,
      oninput: () => { if (input.checkValidity()) this.#studio.set({ [name]: Number(input.value) }); },
      onblur: () => { input.value = this.#studio.settings[name]; },
    });
    this.#updates.push(values => { if (document.activeElement !== input) input.value = values[name]; });
    return input;
  }
}
