"use strict";

document.documentElement.classList.add("js");

document.addEventListener("DOMContentLoaded", () => {
  const find = (id) => document.getElementById(id);

  for (const details of document.querySelectorAll("details")) {
    details.open = false;
    addEventListener("beforeprint", () => (details.open = true));
  }

  // A second click brings back the order of the page, the worst first.
  for (const table of document.querySelectorAll(".sortable")) {
    const body = table.tBodies[0];
    const worstFirst = Array.from(body.rows);
    const heads = Array.from(table.tHead.rows[0].cells);
    const name = (row) => row.querySelector("a").textContent;
    // What could not be read may be any number.
    const number = (row, column) => Number(row.cells[column].textContent.replace("-", Number.MAX_VALUE));
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const sorted = head.ariaSort;
        heads.forEach((each) => each.removeAttribute("aria-sort"));
        const rows = [...worstFirst];
        if (!sorted && column === 0) {
          rows.sort((a, b) => name(a).localeCompare(name(b)));
        } else if (!sorted) {
          rows.sort((a, b) => number(b, column) - number(a, column));
        }
        if (!sorted) {
          head.setAttribute("aria-sort", column === 0 ? "ascending" : "descending");
        }
        body.append(...rows);
      });
    });
  }

  const form = find("filter");
  if (!form) {
    return;
  }

  // All that is asked of a row at each key is read from the page once.
  const groups = Array.from(document.querySelectorAll(".group"), (element) => {
    const keys = element.dataset.keys.split(" ");
    return {
      element,
      keys,
      words: element.dataset.keys,
      number: element.querySelector(".number"),
      cluster: element.closest(".cluster").id.replace("cluster-", ""),
      shown: true,
      lists: Array.from(element.querySelectorAll(".rows"), (list) => ({
        element: list,
        shown: true,
        rows: Array.from(list.children, (row) => ({
          element: row,
          text: row.textContent.toLowerCase(),
          reason: row.dataset.reason || keys[1],
          upstream: row.dataset.upstream,
          namespaces: " " + row.dataset.namespace + " ",
          shown: true,
        })),
      })),
    };
  });
  for (const group of groups) {
    group.rows = group.lists.reduce((sum, list) => sum + list.rows.length, 0);
  }
  const total = groups.reduce((sum, group) => sum + group.rows, 0);

  const value = (id) => (find(id) ? find(id).value : "");
  const words = (id) => {
    const select = find(id);
    return select && select.value ? [select.selectedOptions[0].text] : [];
  };

  function show(item, shown) {
    if (item.shown !== shown) {
      item.shown = shown;
      item.element.hidden = !shown;
    }
  }

  function showRows(list, rows) {
    show(list, rows.length > 0);
    if (list.shown && rows.length !== list.matching) {
      // Of a list that is not in sight a browser knows but this guess.
      list.element.style.containIntrinsicBlockSize = "auto " + 3 * rows.length + "rem";
      list.matching = rows.length;
    }
    if (list.shown) {
      // The rows of a hidden list stay as they are: nobody sees them.
      const matching = new Set(rows);
      list.rows.forEach((row) => show(row, matching.has(row)));
    }
  }

  function hasVerdict(group, verdict) {
    switch (verdict) {
      case "":
        return true;
      case "expected":
        return group.keys[1] === "expected";
      case "unexpected":
        return group.keys[0] === "direct" && group.keys[1] !== "expected";
      default:
        return group.keys[0] === verdict;
    }
  }

  function filter() {
    const terms = value("search").toLowerCase().split(/\s+/).filter(Boolean);
    const verdict = value("verdict");
    const reason = value("reason");
    const cluster = value("cluster");
    const upstream = value("upstream");
    const namespace = value("namespace") ? " " + value("namespace") + " " : "";
    // Of the others only the numbers are printed, see the style.
    const printed = verdict || reason || (find("print") && find("print").checked);
    document.documentElement.classList.toggle("all", Boolean(printed));
    let all = 0;
    for (const group of groups) {
      const here = (!cluster || group.cluster === cluster) && hasVerdict(group, verdict);
      const asked = terms.filter((term) => !group.words.includes(term));
      const matches = (row) =>
        (!reason || row.reason === reason) &&
        (!upstream || row.upstream === upstream) &&
        (!namespace || row.namespaces.includes(namespace)) &&
        asked.every((term) => row.text.includes(term));
      let matching = 0;
      for (const list of group.lists) {
        const rows = here ? list.rows.filter(matches) : [];
        showRows(list, rows);
        matching += rows.length;
      }
      show(group, matching > 0);
      group.number.textContent = matching === group.rows ? `(${matching})` : `(${matching} of ${group.rows})`;
      all += matching;
    }
    for (const element of document.querySelectorAll(".cluster")) {
      element.hidden = cluster !== "" && element.id !== "cluster-" + cluster;
    }
    const asked = [
      ...words("verdict"),
      ...words("reason"),
      ...words("cluster"),
      ...words("upstream"),
      ...words("namespace").map((name) => "namespace " + name),
      ...(terms.length ? ["\u201c" + terms.join(" ") + "\u201d"] : []),
    ];
    const images = total === 1 ? " image" : " images";
    find("count").textContent = asked.length
      ? all + " of " + total + images + " shown: " + asked.join(", ")
      : total + images;
  }

  // Whatever happens within one frame is one filtering.
  let waiting = false;
  function later() {
    if (!waiting) {
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        filter();
      });
    }
  }

  form.addEventListener("input", later);
  form.addEventListener("reset", later);
  form.addEventListener("submit", (event) => event.preventDefault());

  function tell(button, state, words) {
    button.dataset.state = state;
    find("said").textContent = words;
    setTimeout(() => {
      delete button.dataset.state;
      find("said").textContent = "";
    }, 3000);
  }

  function select(button) {
    const range = document.createRange();
    range.selectNodeContents(button.previousElementSibling);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    if (document.execCommand("copy")) {
      tell(button, "copied", "Copied");
    } else {
      tell(button, "selected", "Selected, to be copied by the keyboard");
    }
  }

  function copy(button) {
    // Not every browser gives a file of the disk a clipboard.
    if (navigator.clipboard) {
      navigator.clipboard.writeText(button.previousElementSibling.textContent).then(
        () => tell(button, "copied", "Copied"),
        () => select(button)
      );
    } else {
      select(button);
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".copy");
    if (button) {
      copy(button);
    }
    for (const id of ["upstream", "namespace"]) {
      const link = event.target.closest("a[data-" + id + "]");
      if (link) {
        find(id).value = link.dataset[id];
        filter();
      }
    }
  });
});
