// Shows what the server says, as it says it; what has the focus keeps it. Without it the page loads itself anew.
const room = document.getElementById("room");
const lost = document.getElementById("lost");
const events = new EventSource("events");
events.addEventListener("message", (event) => {
  const focused = document.activeElement?.id;
  const places = [...room.querySelectorAll(".scroll")].map((x) => [x.id, x.scrollLeft]);
  room.innerHTML = JSON.parse(event.data); // made by the server's templates, which escape every text
  for (const [id, left] of places) document.getElementById(id)?.scrollTo({ left });
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  lost.hidden = true;
});
events.addEventListener("error", () => { lost.hidden = false; });
