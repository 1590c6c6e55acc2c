import { figure } from './words.js';

/** Positions of a slider whose every step multiplies; equal steps then look equal. */
const multiplying = (least, most) => ({
  min: Math.log10(least), max: Math.log10(most), step: 0.05,
  at: value => Math.log10(value),
  value: position => Number((10 ** position).toPrecision(2)),
});

const adding = (min, max, step) => ({ min, max, step, at: value => value, value: position => Number(position.toFixed(2)) });

/**
 * The settings of a picture, in the order of the palette, under the names of the API. Those with `tries` can be the side
 * of a grid. One with `counts` does something only where that is so.
 */
export const settings = [
  {
    name: 'strength', label: 'Strength', value: 1, control: 'slider', scale: multiplying(0.05, 20), tries: [0.3, 1, 3],
    ends: ['the photograph', 'the painting'],
  },
  {
    name: 'detail', label: 'Detail', value: 0, control: 'slider', scale: adding(0, 1, 0.05), tries: [0, 0.5, 1],
    ends: ['free hand', 'fine drawing'],
  },
  { name: 'size', label: 'Size', value: 512, control: 'choice', choices: [256, 384, 512, 768, 1024, 1536, 2048].map(size => [size, `${size} px`]) },
  {
    name: 'colors', label: 'Colors', value: 'painting', control: 'either',
    choices: [['painting', 'painting’s'], ['photo', 'photograph’s']],
  },
  {
    name: 'start', label: 'Begin with', value: 'content', control: 'either',
    choices: [['content', 'photograph'], ['noise', 'noise']],
  },
  {
    name: 'seed', label: 'Seed', value: 0, control: 'seed', tries: [0, 1, 2],
    counts: ({ start }) => start === 'noise', unless: 'Only noise has a seed: begin with noise, and each seed is another picture.',
  },
  {
    name: 'styleScale', label: 'Strokes', value: 1, control: 'slider', scale: multiplying(0.25, 4), tries: [0.5, 1, 2], folded: true,
    ends: ['small', 'large'],
  },
  {
    name: 'smoothing', label: 'Smoothing', value: 1, control: 'slider', scale: adding(0, 10, 0.1), tries: [0, 1, 4], folded: true,
    ends: ['grain', 'glaze'],
  },
  { name: 'steps', label: 'Steps', value: 400, control: 'number', min: 1, max: 10_000, tries: [100, 200, 400], folded: true },
  { name: 'network', label: 'Network', value: 'atelier', control: 'choice', folded: true, choices: [['atelier', 'Atelier']] },
];

/** The setting with a name. */
export const settingOf = name => settings.find(setting => setting.name === name);

/** Each setting as it comes. */
export const defaults = Object.fromEntries(settings.map(setting => [setting.name, setting.value]));

/** A value as people read it. */
export function shown(setting, value) {
  const choice = setting.choices?.find(([known]) => known === value);
  if (choice) return choice[1];
  return typeof value === 'number' ? figure(value) : String(value);
}

/** The settings in which some of several options differ. */
export const differing = options => settings.filter(({ name }) => new Set(options.map(each => each[name])).size > 1);
