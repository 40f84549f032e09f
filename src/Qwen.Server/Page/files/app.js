// The page: a file, a task, its result. State is what stands in the variables here, and nothing is kept when the page is left.

import { readyPhone, runTask as runPhone } from './phone.js';
import { ask, find, models, stream } from './server.js';
import { request, takes, tasks } from './tasks.js';
import { drawTimeline } from './timeline.js';
import { copyText, drawMarks, drawRows, linkRows } from './view.js';

const $ = (id) => document.getElementById(id);
let file = null;
let running = null;
let result = null;
let rows = [];
let markdown = null;

const task = () => tasks.find((one) => one.id === document.querySelector('input[name=task]:checked').value);
const kindOf = (type) => type === 'application/pdf' ? 'pdf' : type.startsWith('video/') ? 'video' : 'picture';
const key = () => $('key').value || undefined;

function fail(error) {
  $('status').textContent = '';
  $('error').textContent = error.message;
  $('error').hidden = false;
  if (error.status === 401) {
    $('key-label').hidden = false;
    $('key').focus();
  }
}

function clear() {
  result = null;
  rows = [];
  markdown = null;
  $('error').hidden = true;
  $('status').textContent = '';
  $('answer').textContent = '';
  $('copies').hidden = true;
  drawRows($('rows'), []);
  drawTimeline($('timeline'), $('video'), [], 0);
  $('overlay').replaceChildren();
}

const readUrl = (blob) => new Promise((resolve, reject) => {
  const reader = new FileReader();
  reader.onload = () => resolve(reader.result);
  reader.onerror = () => reject(new Error('The file cannot be read.'));
  reader.readAsDataURL(blob);
});

async function take(blob) {
  if (!blob)
    return;
  running?.abort();
  clear();
  const url = await readUrl(blob);
  const mine = file = { name: blob.name || 'pasted', kind: kindOf(blob.type), url };
  $('picture').hidden = file.kind === 'video';
  $('video').hidden = file.kind !== 'video';
  $('overlay').toggleAttribute('hidden', file.kind === 'video');
  $('pages').hidden = true;
  $('canvas').hidden = file.kind === 'pdf'; // until its first page is there
  $('picture').removeAttribute('src');
  $('about').textContent = file.name;
  $('figure').hidden = false;
  $('drop').hidden = true;
  URL.revokeObjectURL($('video').src);
  if (file.kind === 'video')
    $('video').src = URL.createObjectURL(blob);
  else
    $('video').removeAttribute('src');
  enable();
  $('words').focus();
  if (file.kind === 'picture')
    await showPicture(url, file.name);
  if (file.kind === 'pdf') {
    $('status').textContent = 'Opening…';
    const { pages } = await ask('v1/pages', { document: url }, key());
    if (file !== mine)
      return;
    file.pages = pages;
    $('status').textContent = '';
    await turn(0);
  }
}

async function showPicture(url, name) {
  $('picture').src = url;
  $('canvas').hidden = false;
  try {
    await $('picture').decode();
    $('about').textContent = `${name}, ${$('picture').naturalWidth} × ${$('picture').naturalHeight}`;
  } catch {
    $('canvas').hidden = true;
    fail(new Error('The browser cannot show this picture.'));
  }
}

async function turn(number) {
  running?.abort();
  clear();
  file.number = number;
  file.page = file.pages[number];
  $('pages').hidden = false;
  $('page-number').textContent = `Page ${number + 1} of ${file.pages.length}`;
  $('earlier').disabled = number === 0;
  $('later').disabled = number === file.pages.length - 1;
  await showPicture(file.page, file.name);
}

function enable() {
  for (const input of document.querySelectorAll('input[name=task]')) {
    input.disabled = file !== null && !takes(tasks.find((one) => one.id === input.value), file.kind);
    input.parentElement.hidden = input.disabled;
  }
  const checked = document.querySelector('input[name=task]:checked');
  if (checked.disabled)
    document.querySelector('input[name=task]:not(:disabled)').checked = true;
  const words = task().words;
  $('words-label').textContent = words ?? '';
  $('words').hidden = words === null;
  $('words-label').hidden = words === null;
}

async function runTask() {
  clear();
  const chosen = task();
  const words = $('words').value.trim();
  if (file === null)
    return fail(new Error('Choose a picture first.'));
  if (chosen.words !== null && words.length === 0)
    return fail(new Error('Write what you want to know first.'));
  running?.abort();
  const mine = running = new AbortController();
  $('run').disabled = true;
  $('stop').disabled = false;
  $('status').textContent = 'Looking…';
  const start = performance.now();
  try {
    const { path, body } = request(chosen, words, file, $('model').value || undefined);
    if (chosen.chat)
      await answer(path, body, mine.signal, start);
    else
      show(chosen, words, await ask(path, body, key(), mine.signal), start);
  } catch (error) {
    if (error.name === 'AbortError')
      $('status').textContent = 'Stopped.';
    else {
      fail(error instanceof SyntaxError ? new Error(`The schema is no JSON: ${error.message}`) : error);
    }
  } finally {
    if (running === mine) {
      running = null;
      $('run').disabled = false;
      $('stop').disabled = true;
    }
  }
}

async function answer(path, body, signal, start) {
  let first = null;
  let usage = null;
  await stream(path, body, key(), signal, (chunk) => {
    const piece = chunk.choices[0]?.delta?.content;
    if (piece) {
      first ??= performance.now();
      $('answer').textContent += piece;
    }
    usage = chunk.usage ?? usage;
  });
  result = { answer: $('answer').textContent, usage };
  offerCopies($('answer').textContent);
  const seconds = (performance.now() - (first ?? start)) / 1000;
  const speed = usage && seconds > 0 ? `${(usage.completion_tokens / seconds).toFixed(1)} tokens a second, ` : '';
  const reused = usage?.prompt_tokens_details?.cached_tokens ?? 0;
  $('status').textContent = `${speed}first after ${(((first ?? performance.now()) - start) / 1000).toFixed(1)} s, ${reused} of ${usage?.prompt_tokens ?? '?'} prompt tokens reused`;
}

// a table where there are rows; words as they are where there are none
function offerCopies(text) {
  markdown = text || null;
  $('copies').hidden = false;
  $('copies').querySelector('[data-form=csv]').hidden = rows.length === 0;
}

function jump(seconds) {
  $('video').pause();
  $('video').currentTime = seconds;
}

function show(chosen, words, found, start) {
  result = found;
  rows = chosen.rows(found, words);
  const text = chosen.text?.(found) ?? '';
  $('answer').textContent = text || (rows.length === 0 ? 'Nothing was found.' : '');
  drawRows($('rows'), rows);
  drawMarks($('overlay'), chosen.marks(found), found.picture_size ?? { width: $('picture').naturalWidth, height: $('picture').naturalHeight });
  if (chosen.moments)
    drawTimeline($('timeline'), $('video'), rows, found.video.duration, jump);
  const notes = (found.notes ?? []).join(' ');
  $('status').textContent = `${((performance.now() - start) / 1000).toFixed(1)} s${notes ? `. ${notes}` : ''}`;
  offerCopies(rows.length === 0 || chosen.id === 'parse' ? text : '');
}

function jumpTo(element) {
  const row = rows[element.closest('tbody tr')?.dataset.index];
  if (row && 'start' in row)
    jump(row.start);
}

$('tasks').append(...tasks.map((one, index) => {
  const label = document.createElement('label');
  const input = Object.assign(document.createElement('input'), { type: 'radio', name: 'task', value: one.id, checked: index === 0 });
  label.append(input, ` ${one.name}`);
  return label;
}));
enable();
linkRows($('rows'), $('overlay'), $('timeline'));

$('rows').addEventListener('click', (event) => jumpTo(event.target));
$('rows').addEventListener('keydown', (event) => { if (event.key === 'Enter') jumpTo(event.target); });
$('earlier').addEventListener('click', () => turn(file.number - 1));
$('later').addEventListener('click', () => turn(file.number + 1));
$('tasks').addEventListener('change', enable);
$('form').addEventListener('submit', (event) => { event.preventDefault(); runTask(); });
$('stop').addEventListener('click', () => running?.abort());
$('words').addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    runTask();
  }
});
document.addEventListener('keydown', (event) => { if (event.key === 'Escape') running?.abort(); });
$('video').addEventListener('error', () => { if ($('video').src) $('about').textContent = `${file?.name}: this browser cannot play it, the model may still see it`; });
$('file').addEventListener('change', () => take($('file').files[0]).catch(fail));
$('drop').addEventListener('keydown', (event) => { if (event.target === $('drop') && (event.key === 'Enter' || event.key === ' ')) { event.preventDefault(); $('file').click(); } });
$('other').addEventListener('click', () => { running?.abort(); file = null; $('file').value = ''; clear(); enable(); $('figure').hidden = true; $('drop').hidden = false; $('drop').focus(); });
document.addEventListener('paste', (event) => { const blob = [...event.clipboardData.files][0]; if (blob) { event.preventDefault(); take(blob).catch(fail); } });
for (const name of ['dragover', 'dragleave', 'drop'])
  document.addEventListener(name, (event) => { event.preventDefault(); $('drop').classList.toggle('over', name === 'dragover'); });
document.addEventListener('drop', (event) => take([...event.dataTransfer.files][0]).catch(fail));
for (const button of $('copies').querySelectorAll('button'))
  button.addEventListener('click', async () => {
    try {
      await copy(copyText(button.dataset.form, result, rows, markdown));
      $('status').textContent = 'Copied.';
    } catch {
      fail(new Error('The browser did not let this page copy.'));
    }
  });

// a page that came without encryption from another machine has no clipboard of its own
async function copy(text) {
  if (navigator.clipboard)
    return navigator.clipboard.writeText(text);
  const area = Object.assign(document.createElement('textarea'), { value: text });
  document.body.append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  if (!copied)
    throw new Error();
}

function showView() {
  const phone = location.hash === '#phone' && !$('views').hidden;
  $('phone').hidden = !phone;
  $('look').hidden = phone;
  document.title = $('views').previousElementSibling.textContent = phone ? 'Watch a phone' : 'Look at a picture';
  for (const link of $('views').querySelectorAll('a')) {
    if (link.hash === (phone ? '#phone' : '#look'))
      link.setAttribute('aria-current', 'page');
    else
      link.removeAttribute('aria-current');
  }
}
addEventListener('hashchange', showView);

async function load() {
  $('model').replaceChildren(...(await models(key())).map((name) => new Option(name, name)));
  const phone = await find('v1/episodes', key());
  if (phone && $('views').hidden) {
    readyPhone(phone.example, () => runPhone($('model').value || undefined, key()));
    $('views').hidden = false;
    showView();
  }
}
$('key').addEventListener('change', () => load().then(() => { $('error').hidden = true; }).catch(fail));
load().catch(fail);
