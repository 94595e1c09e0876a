// The videos of this tab, which survive a reload. The gateway does not reveal the videos of others.

const KEY = "videos";

export function all() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? [];
  } catch {
    return [];
  }
}

export function add(video) {
  store([...all(), video]);
}

export function forget(id) {
  store(all().filter(video => video.id !== id));
}

function store(videos) {
  sessionStorage.setItem(KEY, JSON.stringify(videos));
}
