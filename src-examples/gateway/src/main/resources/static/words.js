// Times, sizes, names and states as text.

// The states after which nothing follows.
export const LAST = ["ready", "failed", "unknown", "lost", "cancelled", "gone"];

// Those about which the visitor decides, because money may be gone.
export const UNDECIDED = ["unknown", "lost"];

export function clock(millis) {
  const seconds = Math.floor(millis / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

export function size(bytes) {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

export function stage(status) {
  switch (status.state) {
    case "waiting": return status.position ? `Queued at position ${status.position}` : "Queued";
    case "sending": return "Sending";
    case "generating": return "Generating";
    case "retrying": return status.problem?.detail ?? "The platform was at capacity";
    case "receiving": return "Receiving the video";
    case "ready": return "Ready";
    case "unknown": return "It may have been paid. Nobody knows.";
    case "lost": return "It was paid, and its video is gone.";
    case "cancelled": return status.unsent ? "Cancelled before it was sent. Nothing was paid." : "Cancelled. It may still be billed.";
    default: return status.problem?.detail ?? "The generation failed";
  }
}

export function hint(status, remaining) {
  const parts = [];
  if (status.lost) parts.push("Connection lost, trying again");
  if (status.state === "retrying") parts.push("retrying automatically");
  if (status.attempt > 1 && ["sending", "generating"].includes(status.state)) parts.push(`attempt ${status.attempt}`);
  if (status.state === "generating" && remaining > 0) parts.push(`about ${clock(remaining + 999)} left`);
  if (status.state === "receiving" && status.receivedBytes) parts.push(size(status.receivedBytes));
  if (status.state === "failed") parts.push(wait(status.problem ?? {}));
  if (UNDECIDED.includes(status.state)) parts.push(status.problem?.detail ?? "");
  return parts.join(" · ");
}

export function wait(problem) {
  if (problem.quotaResetsAt) return `The quota resets ${new Date(problem.quotaResetsAt).toLocaleString()}.`;
  const seconds = problem.retryAfterSeconds;
  if (!seconds) return "";
  return seconds < 120 ? `Try again in ${seconds} seconds.` : `Try again in ${Math.ceil(seconds / 60)} minutes.`;
}

// Explain why the gateway does not have a generation.
export function loss(entry) {
  if (!entry.confirmed) return "The gateway did not receive this generation. Nothing was paid.";
  return entry.status.state === "ready"
    ? "This video has expired or was deleted."
    : "This generation was cancelled or deleted. It may have been paid.";
}

// What generating again costs after this state.
export function price(state) {
  return state === "lost" ? "Generate again (costs again)" : "Generate again (may cost again)";
}

export function facts(video, millis) {
  const parts = [];
  if (video.width) parts.push(`${video.width} × ${video.height}`);
  if (Number.isFinite(video.seconds)) parts.push(`${video.seconds.toFixed(1)} s`);
  parts.push(size(video.bytes), `took ${clock(millis)}`);
  return parts.join(" · ");
}

export function until(millis) {
  const time = new Date(millis);
  const today = time.toDateString() === new Date().toDateString();
  return today ? time.toLocaleTimeString([], { timeStyle: "short" }) : time.toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
}

export function shortened(text) {
  return text.length > 60 ? `${text.slice(0, 60).trimEnd()}…` : text;
}

// "A red fox!" with the seed 7 becomes a-red-fox-seed-7.mp4.
export function fileName({ prompt, seed }, ending) {
  const words = prompt.toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, "-");
  const name = [...words].slice(0, 60).join("").replace(/^-|-$/g, "") || "video";
  return `${name}${seed ? `-seed-${seed}` : ""}.${ending}`;
}

// image-to-video becomes "Image", and negative_prompt "Negative prompt".
export function title(name) {
  const words = name.replace(/-to-video$/, "").replace(/[-_]/g, " ");
  return words[0].toUpperCase() + words.slice(1);
}

const ENDINGS = { webm: "webm", png: "png", jpeg: "jpg", webp: "webp", gif: "gif", wav: "wav", mpeg: "mp3", ogg: "ogg" };
const IMAGES = ["png", "jpg", "jpeg", "webp", "gif", "bmp", "avif"];
const SOUNDS = ["wav", "mp3", "ogg", "flac", "m4a", "aac"];

// The ending of a file of this type: image/png becomes png, and audio/x-wav wav.
export function endingOf(type) {
  return ENDINGS[type.split(";")[0].split("/")[1]?.replace(/^x-/, "")] ?? "mp4";
}

// The element that shows such a file.
export function kindOf(ending) {
  return IMAGES.includes(ending) ? "img" : SOUNDS.includes(ending) ? "audio" : "video";
}
