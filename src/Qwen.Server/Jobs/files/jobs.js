// Shows jobs and asks again every two seconds. Everything from outside is set as text, never as markup.
const base = location.pathname.replace(/\/$/, "");
const list = document.getElementById("jobs");
const note = document.getElementById("note");
const opened = new Map();

function element(tag, text, parent) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  parent?.append(made);
  return made;
}

async function act(id, action) {
  const answer = await fetch(`${base}/data/${encodeURIComponent(id)}/${action}`, { method: "POST", headers: { "X-Qwen-Jobs": "1" } });
  note.textContent = answer.ok ? "" : await answer.text();
  await show();
}

async function showFailures(id) {
  if (opened.delete(id)) return show();
  const answer = await fetch(`${base}/data/${encodeURIComponent(id)}/failures`);
  opened.set(id, (answer.ok ? await answer.json() : []).map((failed) => drawFailure(id, failed)));
  await show();
}

// made once, so that its picture is not asked for again every two seconds
function drawFailure(id, failed) {
  const figure = element("figure");
  const name = `${failed.file}${failed.page ? `, page ${failed.page}` : ""}${failed.start !== undefined ? `, from ${failed.start} s` : ""}`;
  const picture = element("img", undefined, figure);
  picture.alt = name;
  picture.addEventListener("error", () => picture.remove());
  picture.src = `${base}/data/${encodeURIComponent(id)}/pictures/${failed.number}`;
  element("figcaption", `${name}: ${failed.cause}`, figure).className = "quiet";
  return figure;
}

function draw(job) {
  const card = element("article");
  element("h2", job.name, card);
  const all = job.read_to_end ? `${job.read}` : `at least ${job.read}`;
  const speed = job.items_per_second > 0 ? `, ${job.items_per_second.toFixed(2)} a second` : "";
  const left = job.time_left && job.ended === null ? `, ${job.time_left.replace(/\..*$/, "")} left` : "";
  element("p", `${job.status}${job.reason ? `. ${job.reason}` : ""}`, card);
  const bar = element("progress", undefined, card);
  bar.max = Math.max(1, job.read);
  bar.value = job.done + job.set_aside;
  bar.setAttribute("aria-label", `Progress of ${job.name}`);
  element("p", `${job.done} of ${all} done, ${job.set_aside} set aside, ${job.running} on ${job.silos} silos${speed}${left}`, card);
  const causes = element("table", undefined, card);
  for (const [cause, count] of Object.entries(job.causes)) {
    const row = element("tr", undefined, causes);
    element("td", count, row);
    element("td", cause, row);
  }
  for (const action of { Running: ["pause", "cancel"], Paused: ["resume", "cancel"] }[job.status] ?? [])
    element("button", action, card).addEventListener("click", () => act(job.id, action));
  if (job.set_aside > 0)
    element("button", opened.has(job.id) ? "hide failures" : "show failures", card).addEventListener("click", () => showFailures(job.id));
  for (const failed of opened.get(job.id) ?? []) card.append(failed);
  element("p", job.id, card).className = "quiet";
  return card;
}

async function show() {
  try {
    const answer = await fetch(`${base}/data`);
    if (!answer.ok) throw new Error(`the server answers ${answer.status}`);
    const data = await answer.json();
    list.replaceChildren(...data.jobs.map(draw));
    note.textContent = data.jobs.length === 0 ? "There are no jobs." : "";
    if (data.dashboard) {
      const link = element("a", "Dashboard of Orleans", note);
      link.href = data.dashboard;
    }
  } catch (error) {
    note.textContent = `The jobs cannot be asked for: ${error.message}`;
  }
}

await show();
setInterval(show, 2000);
