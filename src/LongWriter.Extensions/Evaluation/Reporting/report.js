"use strict";
(() => {
  const table = document.getElementById("rows");
  const body = table.tBodies[0];
  const find = document.getElementById("find");
  const inside = document.getElementById("inside");
  const found = document.getElementById("found");
  const rows = Array.from(body.rows);
  const shown = new Map();

  const answerOf = row => JSON.parse(document.getElementById("t" + row.dataset.text).textContent);

  const add = (parent, name, text, style) => {
    const element = document.createElement(name);
    if (text !== undefined) element.textContent = text;
    if (style) element.className = style;
    parent.append(element);
    return element;
  };

  const toggle = row => {
    const button = row.querySelector("button");
    const open = shown.get(row);
    if (open) {
      open.remove();
      shown.delete(row);
      button.setAttribute("aria-expanded", "false");
      return;
    }
    const answer = answerOf(row);
    const line = document.createElement("tr");
    line.className = "detail";
    const cell = add(line, "td");
    cell.colSpan = row.cells.length;
    add(cell, "p", "Prompt " + answer.id + ", sample " + answer.sample + (answer.model ? ", " + answer.model : ""), "note");
    if (answer.promptOf) add(cell, "p", "The first " + answer.prompt.length.toLocaleString("en") + " of " + answer.promptOf.toLocaleString("en") + " characters of the prompt.", "note");
    add(cell, "div", answer.prompt, "text asked");
    if (answer.error) add(cell, "p", "Failed: " + answer.error, "note");
    for (const vote of answer.votes || []) add(cell, "p", "Vote: " + vote, "note vote");
    if (answer.of) add(cell, "p", "The first " + answer.text.length.toLocaleString("en") + " of " + answer.of.toLocaleString("en") + " characters; the whole text is in the file of predictions.", "note");
    add(cell, "div", answer.text || "(no text)", "text");
    row.after(line);
    shown.set(row, line);
    button.setAttribute("aria-expanded", "true");
  };

  const search = () => {
    const wanted = find.value.trim().toLowerCase();
    let count = 0;
    for (const row of rows) {
      let hit = wanted === "" || row.textContent.toLowerCase().includes(wanted);
      if (!hit) {
        const answer = inside.checked ? answerOf(row) : null;
        hit = answer !== null && (answer.prompt + "\n" + answer.text).toLowerCase().includes(wanted);
      }
      row.hidden = !hit;
      const open = shown.get(row);
      if (open) open.hidden = !hit;
      if (hit) count++;
    }
    found.textContent = wanted === "" ? rows.length + " answers" : count + " of " + rows.length;
  };

  const sort = column => {
    const head = table.tHead.rows[0].cells;
    const falling = head[column].getAttribute("aria-sort") === "ascending";
    for (const cell of head) cell.removeAttribute("aria-sort");
    head[column].setAttribute("aria-sort", falling ? "descending" : "ascending");
    const value = row => {
      const cell = row.cells[column];
      return cell.dataset.v === undefined ? cell.textContent.toLowerCase() : cell.dataset.v === "" ? -Infinity : Number(cell.dataset.v);
    };
    rows.sort((a, b) => {
      const [x, y] = [value(a), value(b)];
      return (x < y ? -1 : x > y ? 1 : 0) * (falling ? -1 : 1);
    });
    for (const row of rows) {
      body.append(row);
      const open = shown.get(row);
      if (open) body.append(open);
    }
  };

  body.addEventListener("click", event => {
    const button = event.target.closest("button");
    if (button) toggle(button.closest("tr"));
  });
  Array.from(table.tHead.rows[0].cells).forEach((cell, column) => {
    cell.tabIndex = 0;
    cell.addEventListener("click", () => sort(column));
    cell.addEventListener("keydown", event => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        sort(column);
      }
    });
  });
  let waiting = 0;
  find.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 120);
  });
  inside.addEventListener("change", search);
  search();
})();
