// The page: a file, a task, its result. State is what stands in the variables here, and nothing is kept when the page is left.

import { ask, models, stream } from './server.js';
import { request, takes, tasks } from './tasks.js';
import { copyText, drawMarks, drawRows, linkRows } from './view.js';

const $ = (id) => document.getElementById(id);
let file = null;
let running = null;
let result = null;
let rows = [];

const task = () => tasks.find((one) => one.id === document.querySelector('input[name=task]:checked').value);
const kindOf = (type) => type === 'application/pdf' ? 'pdf' : type.startsWith('video/') ? 'video' : 'picture';

function fail(error) {
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
  $('error').hidden = true;
  $('status').textContent = '';
  $('answer').textContent = '';
  $('copies').hidden = true;
  drawRows($('rows'), []);
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
  file = { name: blob.name || 'pasted', kind: kindOf(blob.type), url };
  $('picture').hidden = file.kind !== 'picture';
  $('video').hidden = file.kind !== 'video';
  $('overlay').toggleAttribute('hidden', file.kind !== 'picture');
  $('about').textContent = file.name;
  $('figure').hidden = false;
  $('drop').hidden = true;
  if (file.kind === 'video')
    $('video').src = URL.createObjectURL(blob);
  if (file.kind === 'picture') {
    $('picture').src = url;
    try {
      await $('picture').decode();
      $('about').textContent = `${file.name}, ${$('picture').naturalWidth} × ${$('picture').naturalHeight}`;
    } catch {
      fail(new Error('The browser cannot show this picture.'));
    }
  }
  enable();
  $('words').focus();
}

function enable() {
  for (const input of document.querySelectorAll('input[name=task]'))
    input.disabled = file !== null && !takes(tasks.find((one) => one.id === input.value), file.kind);
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
    const key = $('key').value || undefined;
    if (chosen.chat)
      await answer(path, body, key, mine.signal, start);
    else
      show(chosen, await ask(path, body, key, mine.signal), start);
  } catch (error) {
    if (error.name === 'AbortError')
      $('status').textContent = 'Stopped.';
    else {
      $('status').textContent = '';
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

async function answer(path, body, key, signal, start) {
  let first = null;
  let usage = null;
  await stream(path, body, key, signal, (chunk) => {
    const piece = chunk.choices[0]?.delta?.content;
    if (piece) {
      first ??= performance.now();
      $('answer').textContent += piece;
    }
    usage = chunk.usage ?? usage;
  });
  result = { answer: $('answer').textContent, usage };
  const seconds = (performance.now() - (first ?? start)) / 1000;
  const speed = usage && seconds > 0 ? `${(usage.completion_tokens / seconds).toFixed(1)} tokens a second, ` : '';
  const reused = usage?.prompt_tokens_details?.cached_tokens ?? 0;
  $('status').textContent = `${speed}first after ${(((first ?? performance.now()) - start) / 1000).toFixed(1)} s, ${reused} of ${usage?.prompt_tokens ?? '?'} prompt tokens reused`;
  $('copies').hidden = false;
}

function show(chosen, found, start) {
  result = found;
  rows = chosen.rows(found);
  $('answer').textContent = chosen.text?.(found) ?? (rows.length === 0 ? 'Nothing was found.' : '');
  drawRows($('rows'), rows);
  drawMarks($('overlay'), chosen.marks(found), found.picture_size ?? { width: $('picture').naturalWidth, height: $('picture').naturalHeight });
  const notes = (found.notes ?? []).join(' ');
  $('status').textContent = `${((performance.now() - start) / 1000).toFixed(1)} s${notes ? `. ${notes}` : ''}`;
  $('copies').hidden = false;
}

$('tasks').append(...tasks.map((one, index) => {
  const label = document.createElement('label');
  const input = Object.assign(document.createElement('input'), { type: 'radio', name: 'task', value: one.id, checked: index === 0 });
  label.append(input, ` ${one.name}`);
  return label;
}));
enable();
linkRows($('rows'), $('overlay'));

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
$('file').addEventListener('change', () => take($('file').files[0]).catch(fail));
$('drop').addEventListener('keydown', (event) => { if (event.target === $('drop') && (event.key === 'Enter' || event.key === ' ')) { event.preventDefault(); $('file').click(); } });
$('other').addEventListener('click', () => { running?.abort(); file = null; $('file').value = ''; clear(); enable(); $('figure').hidden = true; $('drop').hidden = false; $('drop').focus(); });
document.addEventListener('paste', (event) => { const blob = [...event.clipboardData.files][0]; if (blob) { event.preventDefault(); take(blob).catch(fail); } });
for (const name of ['dragover', 'dragleave', 'drop'])
  document.addEventListener(name, (event) => { event.preventDefault(); $('drop').classList.toggle('over', name === 'dragover'); });
document.addEventListener('drop', (event) => take([...event.dataTransfer.files][0]).catch(fail));
for (const button of $('copies').querySelectorAll('button'))
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(copyText(button.dataset.form, result, rows));
    $('status').textContent = 'Copied.';
  });

async function loadModels() {
  $('model').replaceChildren(...(await models($('key').value || undefined)).map((name) => new Option(name, name)));
}
$('key').addEventListener('change', () => loadModels().then(() => { $('error').hidden = true; }).catch(fail));
loadModels().catch(fail);
