// A task on a phone, watched live. What the screen shows stays a picture and quoted text: the question to the person is this page's own,
// its buttons take a real press only, and Yes comes alive a moment after it is shown, so that nobody presses it by surprise.

import { send, stream } from './server.js';

const $ = (id) => document.getElementById(id);
const moment = 700;
const risks = {
  Observe: 'It only looks.', Reversible: 'It may change something that can be changed back.', Unknown: 'Nobody can tell what it brings about.',
  Confirm: 'It may confirm what stands elsewhere on the screen.', Send: 'It may send or publish something.', Call: 'It may call somebody.',
  Grant: 'It may grant a permission or sign in.', Install: 'It may install something.', Delete: 'It may delete something.', Pay: 'It may pay or order something.',
};
const outcomes = {
  Performed: 'done', DryRun: 'not done: a dry run', Denied: 'not allowed', Declined: 'not approved', Stopped: 'stopped', Failed: 'failed', Begun: 'begun',
};
const plain = (text) => {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
};

let running = null;
let asked = null;

function fail(error) {
  $('task-error').textContent = error.message;
  $('task-error').hidden = false;
}

function show(picture, about) {
  $('screen').src = picture;
  $('screen').alt = about;
  $('screen').hidden = false;
  $('screen-none').hidden = true;
  $('screen-about').textContent = about;
}

function tell(event) {
  if (event.action || event.reply || event.thought) {
    const item = document.createElement('li');
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = event.action ? `${event.action}${event.label ? ` on “${plain(event.label)}”` : ''}` : plain(event.reply ?? event.thought);
    button.addEventListener('click', () => show(event.before, `Step ${event.number}, before: ${button.textContent}`));
    const outcome = document.createElement('span');
    outcome.className = event.outcome === 'Performed' || !event.outcome ? 'good' : 'bad';
    outcome.textContent = event.outcome === 'Performed' && event.reason ? `done: ${event.reason}` : event.reason ?? outcomes[event.outcome] ?? '';
    item.append(button, ' ', outcome);
    $('steps').append(item);
  }
  show(event.picture, `After step ${event.number}`);
  if (event.type === 'end')
    $('task-status').textContent = `${event.stop === 'Succeeded' ? 'Ended' : 'Stopped'}: ${event.stop_reason ?? event.stop}`;
}

function ask(event, key) {
  const mine = asked = { name: event.question, key };
  $('question-action').textContent = event.action;
  $('question-risk').textContent = risks[event.risk] ?? event.risk;
  $('question-label-line').hidden = !event.label;
  $('question-label').textContent = plain(event.label ?? '');
  $('question-picture').src = event.picture;
  $('question-time').textContent = event.seconds;
  $('yes').disabled = true;
  if (!$('question').open)
    $('question').showModal();
  $('no').focus();
  // an earlier question's time does not count for this one
  setTimeout(() => { if (asked === mine) $('yes').disabled = false; }, moment);
}

function close() {
  asked = null;
  $('yes').disabled = true;
  $('question').close();
}

async function settle(allow) {
  if (asked === null)
    return;
  const { name, key } = asked;
  close();
  try {
    await send('v1/episodes/answers', { question: name, allow }, key);
  } catch (error) {
    fail(error);
  }
}

export async function runTask(model, key) {
  running?.abort();
  const mine = running = new AbortController();
  $('task-error').hidden = true;
  $('task-status').textContent = 'Working…';
  $('steps').replaceChildren();
  $('start').disabled = true;
  $('halt').disabled = false;
  try {
    await stream('v1/episodes', { task: $('task').value, model }, key, mine.signal, (event) => {
      if (event.type === 'begin')
        show(event.picture, event.screen);
      else if (event.type === 'question')
        ask(event, key);
      else if (event.type === 'answer') {
        if (asked?.name === event.question)
          close();
        $('task-status').textContent = event.in_time ? 'Working…' : 'Nobody answered in time: that was a no.';
      } else
        tell(event);
    });
  } catch (error) {
    $('task-status').textContent = error.name === 'AbortError' ? 'Stopped.' : '';
    if (error.name !== 'AbortError')
      fail(error);
  } finally {
    if (running === mine) {
      running = null;
      if (asked !== null)
        close();
      $('start').disabled = false;
      $('halt').disabled = true;
    }
  }
}

export function readyPhone(example, run) {
  if ($('task').value.length === 0)
    $('task').value = example;
  $('task-form').addEventListener('submit', (event) => { event.preventDefault(); run(); });
  $('task').addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      if (running === null)
        run();
    }
  });
  $('halt').addEventListener('click', () => running?.abort());
  for (const [id, allow] of [['no', false], ['yes', true]])
    $(id).addEventListener('click', (event) => { if (event.isTrusted) settle(allow); });
  $('question').addEventListener('cancel', (event) => { event.preventDefault(); settle(false); });
}
