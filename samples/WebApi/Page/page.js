'use strict';

const find = id => document.getElementById(id);
const [state, file, drop, problem, result, answer, picture, caption, scores, plain] =
  ['state', 'file', 'drop', 'problem', 'result', 'answer', 'picture', 'caption', 'scores', 'plain'].map(find);
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });

let photo = null;
// The newest photo and the newest map of it count; answers to older requests come too late to be shown.
let newestPhoto = 0, newestMap = 0;

/** Asks the server, and gives its answer or throws what it says is wrong. */
async function ask(path, body) {
  let response;
  try {
    // The server goes by the content, not by what a browser makes of a file's name; but a photo it has to be.
    const type = body?.type.startsWith('image/') ? body.type : 'image/unknown';
    response = await fetch(path, body ? { method: 'POST', headers: { 'Content-Type': type }, body } : undefined);
  } catch {
    throw new Error('The server does not answer.');
  }
  if (response.ok)
    return response;
  const details = await response.json().catch(() => ({}));
  throw new Error(details.detail ?? details.title ?? `The server answers with status ${response.status}.`);
}

async function waitUntilReady() {
  for (;;) {
    const health = await fetch('health').then(r => r.json()).catch(() => null);
    if (health?.status === 'ready') {
      state.textContent = `The classifier knows ${health.labels.join(', ')}.`;
      return;
    }
    state.textContent = health ? 'The classifier is being made ready …' : 'The server does not answer.';
    await new Promise(done => setTimeout(done, 1000));
  }
}

function show(blob, alt, text) {
  URL.revokeObjectURL(picture.src);
  picture.src = URL.createObjectURL(blob);
  picture.alt = alt;
  caption.textContent = text;
}

function press(button) {
  for (const other of result.querySelectorAll('button'))
    other.setAttribute('aria-pressed', other === button);
}

function fail(error) {
  problem.textContent = error.message;
  problem.hidden = false;
}

async function explain(label, button) {
  const turn = ++newestMap;
  problem.hidden = true;
  press(button);
  try {
    const map = await (await ask(`explain?label=${encodeURIComponent(label)}`, photo)).blob();
    if (turn === newestMap)
      show(map, `The photo under a heat map for ${label}`, `What speaks for ${label}: from violet, a little, to yellow, the most of this photo.`);
  } catch (error) {
    if (turn === newestMap)
      fail(error);
  }
}

/** A class with its probability as text, and as a bar behind it. */
function row(label, probability) {
  const button = document.createElement('button');
  button.type = 'button';
  const bar = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  bar.setAttribute('aria-hidden', 'true');
  const filled = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  filled.setAttribute('width', `${100 * probability}%`);
  filled.setAttribute('height', '100%');
  bar.append(filled);
  const [name, share] = [label, percent.format(probability)].map(text => {
    const part = document.createElement('span');
    part.textContent = text;
    return part;
  });
  button.append(bar, name, share);
  button.addEventListener('click', () => explain(label, button));
  const item = document.createElement('li');
  item.append(button);
  return item;
}

async function predict(chosen) {
  if (!chosen)
    return;
  const turn = ++newestPhoto;
  problem.hidden = true;
  try {
    const prediction = await (await ask('predict', chosen)).json();
    if (turn !== newestPhoto)
      return;
    photo = chosen;
    answer.textContent = `${prediction.label}, ${percent.format(prediction.probability)}`;
    scores.replaceChildren(...Object.entries(prediction.scores).sort(([, a], [, b]) => b - a).slice(0, 20).map(([label, score]) => row(label, score)));
    show(photo, 'The photo', photo.name ?? '');
    result.hidden = false;
    await explain(prediction.label, scores.querySelector('button'));
  } catch (error) {
    if (turn === newestPhoto) {
      result.hidden = true;
      fail(error);
    }
  }
}

file.addEventListener('change', () => {
  predict(file.files[0]);
  // So that the same file can be chosen again.
  file.value = '';
});
plain.addEventListener('click', () => {
  newestMap++;
  press(plain);
  show(photo, 'The photo', photo.name ?? '');
});
document.addEventListener('paste', event => predict(event.clipboardData.files[0]));
// Anywhere on the page: a photo dropped beside the field would otherwise be opened in its place.
for (const kind of ['dragover', 'dragleave', 'drop'])
  document.addEventListener(kind, event => {
    event.preventDefault();
    drop.classList.toggle('over', kind === 'dragover');
  });
document.addEventListener('drop', event => predict(event.dataTransfer.files[0]));
waitUntilReady();
