// Keep the page for when there is no network, where the browser allows it: not on `http://` and an address of a network.
// Asked for once the page has all that it needs: what it fetched is then at hand, and a new version can take over.

export async function keepOffline(tellNewer) {
  const container = navigator.serviceWorker;
  if (!container) return;
  const before = container.controller;
  container.addEventListener("controllerchange", () => before && tellNewer());
  try {
    const found = await container.register("service-worker.js", { updateViaCache: "none" });
    found.addEventListener("updatefound", () => takeOver(found.installing));
    takeOver(found.waiting ?? found.installing);
  } catch {
    // a private window, say: the page works as it does without
  }
}

// A new version waits until this page lets it take over; what is there already stays.
function takeOver(worker) {
  const tell = () => worker.state === "installed" && worker.postMessage("take over");
  worker?.addEventListener("statechange", tell);
  if (worker) tell();
}
