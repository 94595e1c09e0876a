// Times, sizes and states as text.

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
    case "cancelled": return "Cancelled";
    default: return status.problem?.detail ?? "The generation failed";
  }
}

export function hint(status, remaining) {
  const parts = [];
  if (status.state === "retrying") parts.push("retrying automatically");
  if (status.attempt > 1 && ["sending", "generating"].includes(status.state)) parts.push(`attempt ${status.attempt}`);
  if (status.state === "generating" && remaining > 0) parts.push(`about ${clock(remaining + 999)} left`);
  if (status.state === "receiving" && status.receivedBytes) parts.push(size(status.receivedBytes));
  if (status.state === "failed") parts.push(wait(status.problem ?? {}));
  return parts.join(" · ");
}

export function wait(problem) {
  if (problem.quotaResetsAt) return `The quota resets ${new Date(problem.quotaResetsAt).toLocaleString()}.`;
  const seconds = problem.retryAfterSeconds;
  if (!seconds) return "";
  return seconds < 120 ? `Try again in ${seconds} seconds.` : `Try again in ${Math.ceil(seconds / 60)} minutes.`;
}

export function facts(video, millis) {
  const parts = [];
  if (video.width) parts.push(`${video.width} × ${video.height}`);
  if (video.seconds) parts.push(`${video.seconds.toFixed(1)} s`);
  parts.push(size(video.bytes), `took ${clock(millis)}`);
  return parts.join(" · ");
}
