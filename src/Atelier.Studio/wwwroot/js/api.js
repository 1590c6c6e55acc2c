const root = 'api/v1';

/** A request that the server refused, with its reason in one sentence. */
export class Refusal extends Error {
  /** @param {number} status 0 where the server did not answer. */
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }
}

/** Addresses of pictures, for `src` and `href`. */
export const url = {
  view: id => `${root}/images/${id}/view`,
  thumbnail: (id, size = 320) => `${root}/images/${id}/thumbnail?size=${size}`,
  preview: (id, number) => `${root}/jobs/${id}/preview?n=${number}`,
  result: (id, format = 'png') => `${root}/jobs/${id}/result?format=${format}`,
  download: (id, format) => `${root}/jobs/${id}/result?format=${format}&download=true`,
  /** @param {number} version changes with the picture, because browsers cache it. */
  jobThumbnail: (id, version) => `${root}/jobs/${id}/thumbnail?n=${version}`,
  /** A picture in one pass; strength has its own scale there, which ends with the painting. */
  instant: (photo, paintings, { strength, colors, styleScale }) => `${root}/instant?${new URLSearchParams([
    ['photo', photo],
    ...paintings.flatMap(({ image, weight }) => [['painting', image], ['weight', weight]]),
    ['strength', Math.min(1, Math.sqrt(strength)).toFixed(3)], ['colors', colors], ['styleScale', styleScale],
  ])}`,
  events: `${root}/events`,
};

export const status = () => get('status');
/** The settings with their ranges, defaults and choices, and the presets. */
export const schema = () => get('schema');
export const networks = () => get('networks').then(list => list.items);

export const images = before => get(`images?limit=200${before ? `&before=${before}` : ''}`);
export const image = id => get(`images/${id}`);
export const deleteImage = id => send('DELETE', `images/${id}`);

/** @param {File} file */
export function upload(file) {
  const form = new FormData();
  form.append('file', file, file.name || 'pasted.png');
  return send('POST', 'images', form);
}

export const job = id => get(`jobs/${id}`);
export const jobs = (limit, before) => get(`jobs?limit=${limit}${before ? `&before=${before}` : ''}`);
export const losses = id => get(`jobs/${id}/losses`);
export const createJob = request => send('POST', 'jobs', request);
export const pause = id => send('POST', `jobs/${id}/pause`);
export const resume = id => send('POST', `jobs/${id}/resume`);
export const cancel = id => send('POST', `jobs/${id}/cancel`);
export const retry = id => send('POST', `jobs/${id}/retry`, {});
export const deleteJob = id => send('DELETE', `jobs/${id}`);

/** Opens a session where the studio is locked by a key. */
export const openSession = key => send('POST', 'session', { key });

const get = path => send('GET', path);

async function send(method, path, body) {
  const isForm = body instanceof FormData;
  const answer = await fetch(`${root}/${path}`, {
    method,
    body: body === undefined || isForm ? body : JSON.stringify(body),
    headers: body === undefined || isForm ? {} : { 'content-type': 'application/json' },
  }).catch(() => { throw new Refusal(0, 'The studio is not responding.'); });
  if (!answer.ok) throw new Refusal(answer.status, await sentenceOf(answer));
  return answer.status === 204 ? null : answer.json();
}

async function sentenceOf(answer) {
  const problem = await answer.json().catch(() => null);
  return problem?.detail ?? problem?.title ?? `The studio responded with an error (${answer.status}).`;
}
