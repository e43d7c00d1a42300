// Opened as a file there are no modules and no workers: say so.
if (location.protocol === "file:") {
  const { words } = JSON.parse(document.getElementById("data").textContent);
  document.getElementById("status").textContent = words.file;
}
