// Sorts the tables by a click on a title, and filters the students by what is typed. Without it both are read as they are.
for (const table of document.querySelectorAll("table.sortable")) {
  for (const [column, title] of [...table.tHead.rows[0].cells].entries()) {
    const button = document.createElement("button");
    button.append(...title.childNodes);
    title.append(button);
    button.addEventListener("click", () => {
      const down = title.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      title.setAttribute("aria-sort", down ? "descending" : "ascending");
      const value = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent.trim();
      const order = (a, b) => {
        const [x, y] = [value(a), value(b)];
        const numbers = x !== "" && y !== "" && !isNaN(x) && !isNaN(y);
        return (numbers ? x - y : x.localeCompare(y)) * (down ? -1 : 1);
      };
      table.tBodies[0].append(...[...table.tBodies[0].rows].sort(order));
    });
  }
}
const search = document.getElementById("search");
search.closest("p").hidden = false;
search.addEventListener("input", () => {
  const wanted = search.value.toLocaleLowerCase();
  for (const row of document.querySelectorAll("#students tbody tr")) {
    row.hidden = !row.textContent.toLocaleLowerCase().includes(wanted);
  }
});
