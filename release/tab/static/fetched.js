// Files of the page's folder, and how much of them has come.

const TRIES = 5; // a small server that a whole room asks at once turns some away
const PAUSE = 1000; // milliseconds, and up to twice that: not all come back together

let came = 0;
let expected = 0;

// A file as a Blob. `progress` is told the share of what was asked for so far that is there, from 0 to 1; a file that a
// server compresses on its way tells no length, and is not counted.
export async function fetched(url, progress) {
  for (let left = TRIES - 1; ; left -= 1) {
    try {
      return await fetchedOnce(url, progress);
    } catch (error) {
      if (!left) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE * (1 + Math.random())));
    }
  }
}

async function fetchedOnce(url, progress) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  const length = response.headers.has("Content-Encoding") ? 0 : Number(response.headers.get("Content-Length"));
  const chunks = [];
  let size = 0;
  expected += length;
  try {
    for await (const chunk of response.body) {
      chunks.push(chunk);
      size += chunk.length;
      if (length) came += chunk.length;
      if (expected) progress(came / expected);
    }
  } catch (error) {
    expected -= length;
    if (length) came -= size;
    throw error;
  }
  return new Blob(chunks);
}

// WebAssembly that was packed with gzip, compiled.
export function compiled(packed) {
  const body = packed.stream().pipeThrough(new DecompressionStream("gzip"));
  return WebAssembly.compileStreaming(new Response(body, { headers: { "Content-Type": "application/wasm" } }));
}
