// The operations of the gateway and its errors.

export class Problem extends Error {
  constructor(problem, status) {
    super(problem?.detail ?? `The gateway responded with status ${status}.`);
    this.problem = problem;
    this.status = status;
  }
}

export async function settings() {
  return (await must(fetch("/settings"))).json();
}

// The chutes of the catalogue that can be chosen: { endpoint, title, tagline }.
export async function chutes() {
  return (await must(fetch("/chutes"))).json();
}

// The fields of one of them.
export async function chute(endpoint) {
  return (await must(fetch(`/chutes?${new URLSearchParams({ endpoint })}`))).json();
}

// Start a generation that the gateway stores under the given id.
export async function begin(form, id, signal) {
  await must(fetch("/videos", { method: "POST", body: form, headers: { "Idempotency-Key": id }, signal }));
}

// Return whether an error proves that no generation began. A proxy answers with the last two, or with other documents.
export function isRefusal(error) {
  return Boolean(error.problem) && ![502, 504].includes(error.status);
}

// Cancel a generation or delete its video, unless it is gone already.
export async function remove(id) {
  const response = await fetch(`/videos/${id}`, { method: "DELETE", keepalive: true });
  if (!response.ok && response.status !== 404) throw new Problem(null, response.status);
}

// Generate again what may have been paid.
export async function resend(id) {
  return (await must(fetch(`/videos/${id}/resend`, { method: "POST" }))).json();
}

// Accept that what may have been paid has no video.
export async function accept(id) {
  return (await must(fetch(`/videos/${id}/accept`, { method: "POST" }))).json();
}

// Generate and stream directly to this page. Aborting closes the connection up to the GPU.
export async function stream(form, signal, onBytes) {
  const response = await must(fetch("/videos/stream", { method: "POST", ...upload(form), signal }));
  const pieces = [];
  let received = 0;
  for (const reader = response.body.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) return new Blob(pieces, { type: response.headers.get("Content-Type") });
    pieces.push(value);
    onBytes(received += value.length);
  }
}

// Send an image as the body, so that the gateway can forward it while it arrives, and the form in a header.
function upload(form) {
  const image = form.get("image");
  if (!image) return { body: form };
  const fields = new URLSearchParams([...form].filter(([name]) => name !== "image"));
  return { body: image, headers: { "Content-Type": image.type, Generation: fields.toString() } };
}

async function must(answer) {
  const response = await answer;
  if (response.ok) return response;
  const known = response.headers.get("Content-Type")?.includes("problem+json");
  throw new Problem(known ? await response.json() : null, response.status);
}
