// The time line of a video: a bar as long as the video, a button for each event where it happens, a line where the video stands.

const clock = (seconds) => {
  const tenths = Math.round(seconds * 10);
  const minutes = Math.floor(tenths / 600);
  const hours = Math.floor(minutes / 60);
  const rest = ((tenths % 600) / 10).toFixed(1).padStart(4, '0');
  return hours > 0 ? `${hours}:${String(minutes % 60).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
};

export const span = (event) => event.end > event.start ? `${clock(event.start)} to ${clock(event.end)}` : clock(event.start);

// Puts events that overlap below each other, each in the first lane that is free.
function lanes(events) {
  const ends = [];
  return events.map((event) => {
    let lane = ends.findIndex((end) => end <= event.start);
    if (lane < 0)
      lane = ends.length;
    ends[lane] = Math.max(event.end, event.start);
    return lane;
  });
}

export function drawTimeline(place, video, events, duration, jump) {
  place.hidden = events.length === 0 || !(duration > 0);
  if (place.hidden) {
    place.replaceChildren();
    return;
  }
  const share = (seconds) => `${100 * Math.min(1, Math.max(0, seconds / duration))}%`;
  const lane = lanes(events);
  const bar = document.createElement('div');
  bar.className = 'bar';
  bar.style.height = `${1.9 * (Math.max(...lane) + 1)}rem`;
  const cursor = document.createElement('div');
  cursor.className = 'cursor';
  bar.append(...events.map((event, index) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'mark';
    button.dataset.index = index;
    button.style.left = share(event.start);
    button.style.width = share(event.end - event.start);
    button.style.top = `${1.9 * lane[index]}rem`;
    button.textContent = event.label;
    button.title = `${event.label}, ${span(event)}`;
    button.setAttribute('aria-label', `Jump to ${event.label}, ${span(event)}`);
    button.addEventListener('click', () => jump(event.start));
    return button;
  }), cursor);
  const ends = document.createElement('div');
  ends.className = 'ends';
  ends.append(...[0, duration].map((seconds) => Object.assign(document.createElement('span'), { textContent: clock(seconds) })));
  place.replaceChildren(bar, ends);
  const move = () => { cursor.style.left = share(video.currentTime); };
  video.ontimeupdate = move;
  video.onseeked = move;
  move();
}
