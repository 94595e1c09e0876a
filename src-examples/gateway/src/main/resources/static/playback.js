// Loads videos when they come near, and plays only those that can be seen.

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const known = new WeakSet();
const visible = new WeakSet();
const pausedByVisitor = new WeakSet();
const pausedHere = new WeakSet();
const sources = new WeakMap();

const near = new IntersectionObserver(entries => entries.forEach(load), { rootMargin: "50%" });
const seen = new IntersectionObserver(entries => entries.forEach(look), { threshold: 0.5 });

export function show(video, href) {
  if (sources.get(video) === href) return;
  listen(video);
  sources.set(video, href);
  near.observe(video);
  seen.observe(video);
}

// Return whether a video plays on without the gateway.
export function isLoaded({ buffered, duration }) {
  return buffered.length === 1 && buffered.start(0) === 0 && buffered.end(0) >= duration - 0.1;
}

export function end(video) {
  if (!sources.has(video)) return;
  near.unobserve(video);
  seen.unobserve(video);
  sources.delete(video);
  video.removeAttribute("src");
  video.load();
}

function listen(video) {
  if (known.has(video)) return;
  known.add(video);
  if (calm.matches) pausedByVisitor.add(video);
  video.addEventListener("play", () => pausedByVisitor.delete(video));
  video.addEventListener("pause", () => pausedHere.delete(video) || pausedByVisitor.add(video));
}

function load({ target: video, isIntersecting }) {
  if (!isIntersecting) return;
  near.unobserve(video);
  video.src = sources.get(video);
  adjust(video);
}

function look({ target: video, isIntersecting }) {
  if (isIntersecting) visible.add(video);
  else visible.delete(video);
  adjust(video);
}

function adjust(video) {
  const plays = visible.has(video) && !document.hidden && !pausedByVisitor.has(video);
  if (plays && video.src && video.paused) video.play().catch(() => {});
  if (!plays && !video.paused) {
    pausedHere.add(video);
    video.pause();
  }
}

document.addEventListener("visibilitychange", () => document.querySelectorAll("video").forEach(adjust));
