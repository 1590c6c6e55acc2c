import { figure } from './words.js';

/**
 * How the page presents the settings that it offers, in the order of the palette. What they are called, which values they
 * take and what they are by default is in the server's schema. Those with `tries` can be the side of a grid, a slider begins at `from`, and one with
 * `counts` has an effect only where that is true.
 */
const presentation = {
  strength: { from: 0.01, tries: [0.3, 1, 3], ends: ['the photograph', 'the painting'] },
  detail: { tries: [0, 0.5, 1], ends: ['free hand', 'fine drawing'] },
  size: { offers: [256, 384, 512, 768, 1024, 1536, 2048] },
  colors: {},
  start: {},
  seed: {
    tries: [0, 1, 2], control: 'seed',
    counts: ({ start }) => start === 'noise', unless: 'Only noise has a seed: start from noise, and each seed gives another picture.',
  },
  styleScale: { tries: [0.5, 1, 2], ends: ['small', 'large'] },
  totalVariationWeight: { tries: [0, 0.5, 2] },
  evaluations: { tries: [50, 150, 400] },
  network: {},
};

/** The settings of a picture, under the names of the API; empty until {@link learn}. */
export const settings = [];

/** The default of each setting; empty until {@link learn}. */
export const defaults = {};

/** Takes the settings from the server's schema. @param {{settings: Object[]}} schema */
export function learn(schema) {
  const known = new Map(schema.settings.map(setting => [setting.name, setting]));
  for (const [name, own] of Object.entries(presentation)) {
    const setting = known.get(name);
    if (!setting) continue;
    defaults[name] = setting.default;
    settings.push({
      ...setting, ...own,
      control: own.control ?? controlOf(setting, own),
      choices: own.offers ? own.offers.filter(value => isWithin(setting, value)).map(value => [value, `${value} px`])
        : Object.entries(setting.choices).map(([word, meaning]) => [word, meaning.split(';')[0] || word]),
      tries: own.tries?.filter(value => isWithin(setting, value)),
      scale: scaleOf({ ...setting, least: own.from ?? setting.least }),
    });
  }
}

/** The setting with a name. */
export const settingOf = name => settings.find(setting => setting.name === name);

/** Whether the schema allows a value that was kept from an earlier visit. */
export function isAllowed(name, value) {
  const setting = settingOf(name);
  if (!setting || typeof value !== typeof setting.default) return false;
  return typeof value === 'number' ? isWithin(setting, value)
    : setting.kind !== 'choice' || setting.choices.some(([word]) => word === value);
}

/** A value as people read it. */
export function shown(setting, value) {
  const choice = setting.choices?.find(([known]) => known === value);
  if (choice) return choice[1];
  return typeof value === 'number' ? figure(value) : String(value);
}

/** The settings in which some of several options differ. */
export const differing = options => settings.filter(({ name }) => new Set(options.map(each => each[name])).size > 1);

function controlOf({ kind, least, most, choices }, { offers }) {
  if (offers || kind === 'text') return 'choice';
  if (kind === 'choice') return Object.keys(choices).length === 2 ? 'either' : 'choice';
  return kind === 'number' && isNumber(least) && isNumber(most) ? 'slider' : 'number';
}

// Where a slider's range spans decades, every step multiplies, so that equal steps look equal.
function scaleOf({ least, most }) {
  if (!isNumber(least) || !isNumber(most)) return null;
  return least > 0 && most / least >= 100
    ? { min: Math.log10(least), max: Math.log10(most), step: 0.05, at: Math.log10, value: position => Number((10 ** position).toPrecision(2)) }
    : { min: least, max: most, step: (most - least) / 20, at: value => value, value: position => Number(position.toFixed(2)) };
}

// A limit of null is none: JavaScript would compare with it as with zero.
const isWithin = ({ least, most }, value) => value >= (least ?? -Infinity) && value <= (most ?? Infinity);

const isNumber = value => typeof value === 'number';
