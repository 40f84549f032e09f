// Speaks to the server: one request at a time, whole or as a stream, with the key where one is asked for.

export class ServerError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const headers = (key) => ({ 'Content-Type': 'application/json', ...(key ? { Authorization: `Bearer ${key}` } : {}) });

async function check(response) {
  if (response.ok)
    return response;
  let message = `The server answered ${response.status}.`;
  try {
    message = (await response.json()).error.message;
  } catch { /* no error of the form: the status has to do */ }
  throw new ServerError(response.status, message);
}

export async function models(key) {
  const response = await check(await fetch('v1/models', { headers: headers(key) }));
  return (await response.json()).data.map((model) => model.id);
}

// What this server offers besides; null where it does not.
export async function find(path, key) {
  const response = await fetch(path, { headers: headers(key) });
  return response.ok ? response.json() : null;
}

export async function send(path, body, key) {
  await check(await fetch(path, { method: 'POST', headers: headers(key), body: JSON.stringify(body) }));
}

export async function ask(path, body, key, signal) {
  const response = await check(await fetch(path, { method: 'POST', headers: headers(key), body: JSON.stringify(body), signal }));
  return response.json();
}

// Calls back with each chunk; ends when the server said that the answer is whole.
export async function stream(path, body, key, signal, onChunk) {
  const response = await check(await fetch(path, { method: 'POST', headers: headers(key), body: JSON.stringify(body), signal }));
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done)
      throw new ServerError(0, 'The answer was cut off.');
    const events = (rest + value).split('\n\n');
    rest = events.pop();
    for (const event of events) {
      const data = event.slice('data: '.length);
      if (data === '[DONE]')
        return;
      const chunk = JSON.parse(data);
      if (chunk.error)
        throw new ServerError(0, chunk.error.message);
      onChunk(chunk);
    }
  }
}
